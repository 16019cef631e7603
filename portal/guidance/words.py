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
    "help": {"en": "Help", "ar": "مساعدة", "tr": "Yardım", "pl": "Pomoc"},
    "stop": {"en": "Save and stop", "ar": "احفظ وتوقف", "tr": "Kaydet ve dur", "pl": "Zapisz i zakończ"},
    "ask": {
        "en": "Call us or ask a question", "ar": "اتصل بنا أو اطرح سؤالًا", "tr": "Bizi arayın veya soru sorun",
        "pl": "Zadzwoń do nas lub zadaj pytanie",
    },
    "back": {"en": "Back", "ar": "رجوع", "tr": "Geri", "pl": "Wstecz"},
    "step": {
        "en": "Step {number} of {total}", "ar": "الخطوة {number} من {total}", "tr": "Adım {number} / {total}",
        "pl": "Krok {number} z {total}",
    },
    "optional": {"en": "(optional)", "ar": "(اختياري)", "tr": "(zorunlu değil)", "pl": "(nieobowiązkowe)"},
    "more": {"en": "More explanation", "ar": "شرح إضافي", "tr": "Daha fazla açıklama", "pl": "Więcej informacji"},
    "own_words": {
        "en": "Write what you mean", "ar": "اكتب ما تقصده", "tr": "Ne demek istediğinizi yazın",
        "pl": "Proszę napisać, o co chodzi",
    },
    "save_now": {"en": "Save now", "ar": "احفظ الآن", "tr": "Şimdi kaydet", "pl": "Zapisz teraz"},
    "saved": {"en": "Your answers are kept", "ar": "إجاباتك محفوظة", "tr": "Cevaplarınız saklandı", "pl": "Odpowiedzi są zapisane"},
    "unsaved": {
        "en": "What you typed here is still on this page, but is not kept yet. Look at it and save again.",
        "ar": "ما كتبته هنا ما زال في هذه الصفحة، لكنه لم يُحفظ بعد. راجعه واحفظ مرة أخرى.",
        "tr": "Buraya yazdıklarınız hâlâ bu sayfada ama henüz kaydedilmedi. Kontrol edin ve yeniden kaydedin.",
        "pl": "Wpisany tekst jest nadal na tej stronie, ale nie jest jeszcze zapisany. Proszę go sprawdzić i zapisać ponownie.",
    },
    "stale": {
        "en": "Something was changed in the meantime. Look at your answers again and then send them.",
        "ar": "تغيّر شيء في هذه الأثناء. راجع إجاباتك مرة أخرى ثم أرسلها.",
        "tr": "Bu sırada bir şey değişti. Cevaplarınıza yeniden bakın ve sonra gönderin.",
        "pl": "W międzyczasie coś się zmieniło. Proszę ponownie sprawdzić odpowiedzi i wtedy je wysłać.",
    },
    "code_digits": {
        "en": "Enter the code of 6 digits. Look in your message.", "ar": "اكتب الرمز المكوّن من 6 أرقام. انظر في رسالتك.",
        "tr": "6 rakamlı kodu yazın. Mesajınıza bakın.", "pl": "Proszę wpisać kod z 6 cyfr. Jest w wiadomości.",
    },
    "code_wrong": {
        "en": "This code is not right. Look in your newest message.", "ar": "هذا الرمز غير صحيح. انظر في أحدث رسالة وصلتك.",
        "tr": "Bu kod doğru değil. En yeni mesajınıza bakın.",
        "pl": "Ten kod jest nieprawidłowy. Proszę sprawdzić najnowszą wiadomość.",
    },
    "code_old": {
        "en": "This code no longer works. Send a new code.", "ar": "هذا الرمز لم يعد صالحًا. أرسل رمزًا جديدًا.",
        "tr": "Bu kod artık geçerli değil. Yeni bir kod gönderin.", "pl": "Ten kod już nie działa. Proszę wysłać nowy kod.",
    },
    "code_worn": {
        "en": "You used a wrong code 5 times. Send a new code.", "ar": "استخدمت رمزًا خاطئًا 5 مرات. أرسل رمزًا جديدًا.",
        "tr": "5 kez yanlış kod kullandınız. Yeni bir kod gönderin.",
        "pl": "Pięć razy wpisano błędny kod. Proszę wysłać nowy kod.",
    },
    "sms_offered": {
        "en": "A few questions are ready for you. Open the link. Questions? Call {phone}.",
        "ar": "هناك بعض الأسئلة جاهزة لك. افتح الرابط. هل لديك سؤال؟ اتصل بالرقم \u2068{phone}\u2069.",
        "tr": "Sizin için birkaç soru hazır. Bağlantıyı açın. Sorunuz mu var? {phone} numarasını arayın.",
        "pl": "Czeka na Państwa kilka pytań. Proszę otworzyć link. Pytania? Tel. {phone}.",
    },
    "sms_code": {
        "en": "Your code is {code}. Give this code to nobody.", "ar": "رمزك هو {code}. لا تعط هذا الرمز لأحد.",
        "tr": "Kodunuz {code}. Bu kodu kimseye vermeyin.", "pl": "Państwa kod to {code}. Kodu nie wolno nikomu podawać.",
    },
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
