"""How a language reports what others say: words, noun phrases, cues, frames, modality."""
