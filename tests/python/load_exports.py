"""Loads exports in the libraries that train on them: python load_exports.py FOLDER

FOLDER holds <format>-<name>.jsonl for each format. Fails at the first file that its library does not take.

| format | held against |
|---|---|
| all | the JSON loader of `datasets`, which every trainer below reads its files with |
| messages | a ChatML chat template in `transformers` (https://huggingface.co/docs/transformers/chat_templating) |
| chatml | the text that this template makes of the messages |
| sharegpt | LLaMA-Factory, data/README.md, "Sharegpt Format": turns of human and gpt in turn, after an optional system turn |
| alpaca | LLaMA-Factory, data/README.md, "Alpaca Format": texts, and a history of pairs |
| axolotl | Axolotl, docs/dataset-formats/conversation: messages of a chat template, `train` as `message_field_training` |
| kto | TRL, docs/dataset_formats, "Unpaired preference", conversational: prompt, completion and a boolean label |
"""

import sys
from pathlib import Path

import datasets
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def tokenizer():
    """A tokenizer of single bytes, made here: what counts is its template."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    model = models.BPE(vocab={letter: place for place, letter in enumerate(alphabet)}, merges=[])
    backend = Tokenizer(model)
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        additional_special_tokens=["<|im_start|>", "<|im_end|>"],
        chat_template=CHATML,
    )


def load(file, cache):
    rows = datasets.load_dataset("json", data_files=str(file), split="train", cache_dir=str(cache))
    assert len(rows) == sum(1 for _ in file.open("rb")), f"{file}: {len(rows)} rows"
    return rows


def is_conversation(messages, role, content, user, assistant):
    said = [message[role] for message in messages]
    if said[:1] == ["system"]:
        said = said[1:]
    return (
        len(said) >= 2
        and len(said) % 2 == 0
        and set(said[::2]) == {user}
        and set(said[1::2]) == {assistant}
        and all(isinstance(message[content], str) and message[content].strip() for message in messages)
    )


def is_text(value):
    return isinstance(value, str) and bool(value.strip())


def check_messages(rows):
    template = tokenizer()
    for row in rows:
        assert is_conversation(row["messages"], "role", "content", "user", "assistant"), row
        ids = template.apply_chat_template(row["messages"], return_dict=False)
        assert len(ids) > 0, row


def check_sharegpt(rows):
    for row in rows:
        assert is_conversation(row["conversations"], "from", "value", "human", "gpt"), row


def check_alpaca(rows):
    for row in rows:
        assert is_text(row["instruction"]) and is_text(row["output"]), row
        assert isinstance(row["input"], str) and isinstance(row["system"], str), row
        assert all(len(pair) == 2 and all(map(is_text, pair)) for pair in row["history"]), row


def check_axolotl(rows):
    for row in rows:
        assert is_conversation(row["messages"], "role", "content", "user", "assistant"), row
        for message in row["messages"]:
            assert message["train"] is (message["role"] == "assistant"), row


def check_kto(rows):
    for row in rows:
        assert is_conversation(row["prompt"] + row["completion"], "role", "content", "user", "assistant"), row
        assert [message["role"] for message in row["completion"]] == ["assistant"], row
        assert isinstance(row["label"], bool), row


def check_chatml(rows):
    for row in rows:
        assert row["text"].startswith("<|im_start|>") and row["text"].endswith("<|im_end|>\n"), row


def check_texts(texts, messages):
    """The texts are those that the template makes of the messages which hold none of its marks."""
    template = tokenizer()
    made = [
        template.apply_chat_template(row["messages"], tokenize=False)
        for row in messages
        if not any("<|im_" in message["content"] for message in row["messages"])
    ]
    assert [row["text"] for row in texts] == made, "chatml differs from the chat template"


CHECKS = {
    "messages": check_messages,
    "sharegpt": check_sharegpt,
    "alpaca": check_alpaca,
    "axolotl": check_axolotl,
    "kto": check_kto,
    "chatml": check_chatml,
}


def main(folder):
    files = sorted(folder.glob("*.jsonl"))
    assert {file.stem.split("-")[0] for file in files} == set(CHECKS), files
    loaded = {}
    for file in files:
        rows = loaded[file.stem] = load(file, folder / "cache")
        CHECKS[file.stem.split("-")[0]](rows)
    for stem, rows in loaded.items():
        form, name = stem.split("-")
        if form == "chatml":
            check_texts(rows, loaded[f"messages-{name}"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
