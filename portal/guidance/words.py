"""The portal's own words around a form for a tenant in languages without a catalogue. All are concepts, as marked."""

from __future__ import annotations

RTL = frozenset({"ar", "fa"})

NAMES = {"nl": "Nederlands", "en": "English", "ar": "العربية", "tr": "Türkçe", "pl": "Polski"}

CHROME: dict[str, dict[str, str]] = {
    "mark": {
        "nl": "Vertaling ter informatie, concept. De Nederlandse tekst geldt.",
        "en": "Translation for information, concept. The Dutch text counts.",
        "ar": "ترجمة للعلم فقط، مسودة. النص الهولندي هو المعتمد.",
        "tr": "Bilgi amaçlı çeviri, taslak. Hollandaca metin geçerlidir.",
        "pl": "Tłumaczenie informacyjne, wersja robocza. Obowiązuje tekst niderlandzki.",
    },
    "reviewed": {
        "nl": "Vertaling ter informatie, nagekeken door {reviewer}. De Nederlandse tekst geldt.",
        "en": "Translation for information, reviewed by {reviewer}. The Dutch text counts.",
        "ar": "ترجمة للعلم فقط، راجعها {reviewer}. النص الهولندي هو المعتمد.",
        "tr": "Bilgi amaçlı çeviri, kontrol eden: {reviewer}. Hollandaca metin geçerlidir.",
        "pl": "Tłumaczenie informacyjne, sprawdził(a): {reviewer}. Obowiązuje tekst niderlandzki.",
    },
    "next": {"en": "Save and continue", "ar": "احفظ وتابع", "tr": "Kaydet ve devam et", "pl": "Zapisz i dalej"},
    "begin": {"en": "Begin", "ar": "ابدأ", "tr": "Başla", "pl": "Zacznij"},
    "send": {"en": "Send my answers", "ar": "أرسل إجاباتي", "tr": "Cevaplarımı gönder", "pl": "Wyślij moje odpowiedzi"},
    "later": {"en": "Save and stop", "ar": "احفظ وتوقف", "tr": "Kaydet ve dur", "pl": "Zapisz i zakończ"},
    "check": {"en": "Check your answers", "ar": "راجع إجاباتك", "tr": "Cevaplarınızı kontrol edin", "pl": "Sprawdź odpowiedzi"},
    "done": {"en": "Thank you", "ar": "شكرًا لك", "tr": "Teşekkür ederiz", "pl": "Dziękujemy"},
    "wrong": {
        "en": "Please look at this answer again", "ar": "يرجى مراجعة هذه الإجابة", "tr": "Bu cevaba tekrar bakın",
        "pl": "Proszę sprawdzić tę odpowiedź",
    },
    "$unknown": {"en": "I do not know", "ar": "لا أعرف", "tr": "Bilmiyorum", "pl": "Nie wiem"},
    "$declined": {
        "en": "I do not want to talk about this", "ar": "لا أريد الحديث عن هذا",
        "tr": "Bunun hakkında konuşmak istemiyorum", "pl": "Nie chcę o tym rozmawiać",
    },
    "yes": {"en": "Yes", "ar": "نعم", "tr": "Evet", "pl": "Tak"},
    "no": {"en": "No", "ar": "لا", "tr": "Hayır", "pl": "Nie"},
}  # fmt: skip


def direction(locale: str) -> str:
    """Return the direction in which a language is written.

    >>> direction("ar"), direction("tr")
    ('rtl', 'ltr')
    """
    return "rtl" if locale in RTL else "ltr"


def chrome(name: str, locale: str) -> str:
    """Return the portal's own words in a language; empty where there are none, so that the Dutch stands alone."""
    return CHROME.get(name, {}).get(locale, "")
