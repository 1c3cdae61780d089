-- Loses the turns of every conversation.
DROP TABLE conversation_turns;
DROP FUNCTION conversation_turns_check_total();
DROP FUNCTION conversation_turns_stay();
