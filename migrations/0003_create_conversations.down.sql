-- Loses every conversation.
DROP TABLE conversations;
