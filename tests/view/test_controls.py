from __future__ import annotations

from recoupe.view.controls import show_controls


def test_what_could_disturb_a_terminal_is_shown() -> None:
    assert show_controls("été\u202ex\u2066\x1b]0;\x07") == "été⟨U+202E⟩x⟨U+2066⟩⟨U+001B⟩]0;⟨U+0007⟩"
    assert show_controls("Путин, « l'État »\u00a0: 日本") == "Путин, « l'État »\u00a0: 日本"
