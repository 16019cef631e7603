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
    "kept": {
        "en": "Your answers are kept. You go on where you were.", "ar": "إجاباتك محفوظة. ستتابع من حيث توقفت.",
        "tr": "Cevaplarınız saklandı. Kaldığınız yerden devam edersiniz.",
        "pl": "Odpowiedzi są zapisane. Można kontynuować od tego miejsca.",
    },
    "change": {"en": "Change", "ar": "تغيير", "tr": "Değiştir", "pl": "Zmień"},
    "empty": {"en": "Not answered", "ar": "بدون إجابة", "tr": "Cevaplanmadı", "pl": "Brak odpowiedzi"},
    "told": {"en": "Your answers", "ar": "إجاباتك", "tr": "Cevaplarınız", "pl": "Twoje odpowiedzi"},
    "on": {"en": "Continue", "ar": "متابعة", "tr": "Devam et", "pl": "Dalej"},
    "new_code": {"en": "Send a new code", "ar": "أرسل رمزًا جديدًا", "tr": "Yeni kod gönder", "pl": "Wyślij nowy kod"},
    "yes": {"en": "Yes", "ar": "نعم", "tr": "Evet", "pl": "Tak"},
    "no": {"en": "No", "ar": "لا", "tr": "Hayır", "pl": "Nie"},
}  # fmt: skip


PAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "start": {
        "en": (
            "A few questions are ready for you. Your helper would like to know how you are doing.",
            "It takes about five minutes. You can stop and go on later. You do not have to tell everything.",
            "Press Begin. We then send you a code, so that we know it is you.",
        ),
        "ar": (
            "هناك بعض الأسئلة جاهزة لك. يريد مرافقك أن يعرف كيف حالك.",
            "يستغرق ذلك نحو خمس دقائق. يمكنك التوقف والمتابعة لاحقًا. لا يجب أن تقول كل شيء.",
            "اضغط على زر البدء. نرسل لك بعدها رمزًا لنعرف أنك أنت.",
        ),
        "tr": (
            "Sizin için birkaç soru hazır. Danışmanınız nasıl olduğunuzu bilmek istiyor.",
            "Yaklaşık beş dakika sürer. Durup daha sonra devam edebilirsiniz. Her şeyi anlatmak zorunda değilsiniz.",
            "Başla düğmesine basın. Siz olduğunuzu bilmemiz için size bir kod göndeririz.",
        ),
        "pl": (
            "Czeka na Państwa kilka pytań. Opiekun chce wiedzieć, jak się Państwu wiedzie.",
            "Zajmie to około pięciu minut. Można przerwać i wrócić później. Nie trzeba mówić wszystkiego.",
            "Proszę nacisnąć Zacznij. Wyślemy kod, aby mieć pewność, że to Państwo.",
        ),
    },
    "code": {
        "en": ("Type the code of 6 digits that you received.", "Give the code to nobody."),
        "ar": ("اكتب الرمز المكوّن من ستة أرقام الذي وصلك.", "لا تعط الرمز لأحد."),
        "tr": ("Size gelen 6 rakamlı kodu yazın.", "Kodu kimseye vermeyin."),
        "pl": ("Proszę wpisać otrzymany kod z 6 cyfr.", "Kodu nie wolno nikomu podawać."),
    },
    "wrong_code": {
        "en": ("This code is not right. Look in your newest message, or ask for a new code.",),
        "ar": ("هذا الرمز غير صحيح. انظر في أحدث رسالة وصلتك أو اطلب رمزًا جديدًا.",),
        "tr": ("Bu kod doğru değil. En yeni mesajınıza bakın veya yeni bir kod isteyin.",),
        "pl": ("Ten kod jest nieprawidłowy. Proszę sprawdzić najnowszą wiadomość lub poprosić o nowy kod.",),
    },
    "dead": {
        "en": ("This link no longer works. Your answers are kept.",
               "Ask your helper for a new link, or call the number on this page."),
        "ar": ("هذا الرابط لم يعد يعمل. إجاباتك محفوظة.", "اطلب من مرافقك رابطًا جديدًا أو اتصل بالرقم الموجود في هذه الصفحة."),
        "tr": ("Bu bağlantı artık çalışmıyor. Cevaplarınız saklandı.",
               "Danışmanınızdan yeni bir bağlantı isteyin veya bu sayfadaki numarayı arayın."),
        "pl": ("Ten link już nie działa. Odpowiedzi są zapisane.",
               "Proszę poprosić opiekuna o nowy link lub zadzwonić pod numer podany na tej stronie."),
    },
    "again": {
        "en": ("You were away for too long. Your answers are kept.", "Open the link in your message again."),
        "ar": ("مرّ وقت طويل دون نشاط. إجاباتك محفوظة.", "افتح الرابط الموجود في رسالتك مرة أخرى."),
        "tr": ("Uzun süre işlem yapmadınız. Cevaplarınız saklandı.", "Mesajınızdaki bağlantıyı yeniden açın."),
        "pl": ("Minęło zbyt dużo czasu. Odpowiedzi są zapisane.", "Proszę ponownie otworzyć link z wiadomości."),
    },
    "unsent": {
        "en": ("You were away for too long. Your last answer is not saved yet. It is still on this page.",
               "Leave this page open, open the link in your message again, come back here and press the button."),
        "ar": ("مرّ وقت طويل دون نشاط. إجابتك الأخيرة لم تُحفظ بعد، وهي ما زالت في هذه الصفحة.",
               "اترك هذه الصفحة مفتوحة، وافتح الرابط الموجود في رسالتك مرة أخرى، ثم ارجع إلى هنا واضغط على الزر."),
        "tr": ("Uzun süre işlem yapmadınız. Son cevabınız henüz kaydedilmedi. Hâlâ bu sayfada duruyor.",
               "Bu sayfayı açık bırakın, mesajınızdaki bağlantıyı yeniden açın, sonra buraya dönüp düğmeye basın."),
        "pl": ("Minęło zbyt dużo czasu. Ostatnia odpowiedź nie jest jeszcze zapisana. Nadal jest na tej stronie.",
               "Proszę zostawić tę stronę otwartą, ponownie otworzyć link z wiadomości, wrócić tu i nacisnąć przycisk."),
    },
    "stopped": {
        "en": ("Your answers are kept.",
               "Open the same link when you want to go on. You can do that on another device too."),
        "ar": ("إجاباتك محفوظة.", "افتح الرابط نفسه عندما تريد المتابعة. يمكنك ذلك على جهاز آخر أيضًا."),
        "tr": ("Cevaplarınız saklandı.", "Devam etmek istediğinizde aynı bağlantıyı açın. Başka bir cihazda da olur."),
        "pl": ("Odpowiedzi są zapisane.", "Aby kontynuować, proszę otworzyć ten sam link, także na innym urządzeniu."),
    },
}  # fmt: skip
"""What the pages before and after the questions say, sentence by sentence; it stands under the Dutch."""


def direction(locale: str) -> str:
    """Return the direction in which a language is written.

    >>> direction("ar"), direction("tr")
    ('rtl', 'ltr')
    """
    return "rtl" if locale in RTL else "ltr"


def chrome(name: str, locale: str) -> str:
    """Return the portal's own words in a language; empty where there are none, so that the Dutch stands alone."""
    return CHROME.get(name, {}).get(locale, "")
