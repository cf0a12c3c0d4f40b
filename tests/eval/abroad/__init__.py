"""Passages in languages that are read without a tagger, written before the rules were tuned to them.

One TOML file a language, as `tests.eval.blind` explains it; `names` are all names that stand in a passage, as
written there. What is found beside them is a false name.
"""
