"""Answers in other languages are kept, named, themed where an encoder reads them, and else given to a person."""

import pytest

from analysis.theming.assignment import Status
from analysis.theming.code_frame import built_in
from analysis.theming.encoders import sentence_encoder
from analysis.theming.engine import build_engine
from analysis.theming.language import answer_language

FRAME = built_in("i-live-in-dorset")
FORTY = {
    "ar": "نريد المزيد من الحافلات إلى المدينة", "bg": "Искаме повече автобуси до града",
    "bn": "আমরা শহরে আরও বাস চাই", "cs": "Chceme více autobusů do města a také parky",
    "cy": "Dw i eisiau mwy o fysiau i'r dref", "da": "Vi vil gerne have flere busser til byen",
    "de": "Wir wollen mehr Busse in die Stadt und nicht so viele Autos", "el": "Θέλουμε περισσότερα λεωφορεία",
    "es": "Queremos más autobuses para ir a la ciudad", "et": "Me tahame rohkem busse linna",
    "fa": "ما اتوبوس های بیشتری به شهر می خواهیم پارک", "fi": "Haluamme lisää busseja kaupunkiin",
    "fr": "Nous voulons plus de bus pour aller en ville avec les amis", "gu": "અમને વધુ બસો જોઈએ છે",
    "he": "אנחנו רוצים עוד אוטובוסים", "hi": "हमें शहर के लिए और बसें चाहिए", "hu": "Több buszt szeretnénk a városba",
    "hy": "Մենք ավելի շատ ավտոբուսներ ենք ուզում", "it": "Vogliamo più autobus per andare in città con gli amici",
    "ja": "町へのバスをもっと増やしてください", "ka": "გვინდა მეტი ავტობუსი", "kn": "ನಮಗೆ ಹೆಚ್ಚು ಬಸ್ಸುಗಳು ಬೇಕು",
    "ko": "시내로 가는 버스가 더 필요해요", "lt": "Norime daugiau autobusų į miestą ir parkų",
    "lv": "Mēs gribam vairāk autobusu uz pilsētu", "ml": "ഞങ്ങൾക്ക് കൂടുതൽ ബസുകൾ വേണം",
    "nl": "Wij willen meer bussen naar de stad voor het weekend", "pa": "ਸਾਨੂੰ ਹੋਰ ਬੱਸਾਂ ਚਾਹੀਦੀਆਂ ਹਨ",
    "pl": "Chcemy więcej autobusów do miasta i żeby było bezpiecznie",
    "pt": "Queremos mais ônibus para a cidade e não temos parques", "ro": "Vrem mai multe autobuze spre oraș",
    "ru": "Мы хотим больше автобусов в город", "so": "Waxaan rabnaa basas badan",
    "sq": "Duam më shumë autobusë për në qytet",
    "sw": "Tunataka mabasi zaidi ya kwenda mjini", "ta": "எங்களுக்கு அதிக பேருந்துகள் வேண்டும்",
    "th": "เราต้องการรถบัสเข้าเมืองมากขึ้น", "tr": "Şehre daha çok otobüs istiyoruz çünkü yok",
    "uk": "Ми хочемо більше автобусів до міста", "zh": "我们想要更多去城里的公共汽车",
}  # fmt: skip


def test_forty_languages_get_forty_assignments_and_none_is_taken_for_english() -> None:
    found = build_engine("core").assign(list(FORTY.values()), FRAME)

    assert len(found) == len(FORTY) == 40
    assert {one.language for one in found}.isdisjoint({"en", ""})
    assert all(one.needs_reader and one.status is Status.UNSURE for one in found)
    assert all(one.confidence <= 0.25 for one in found)


def test_the_refined_engine_themes_the_languages_its_encoder_reads_and_passes_on_the_rest() -> None:
    found = dict(zip(FORTY, build_engine("refined").assign(list(FORTY.values()), FRAME), strict=True))

    read = {
        language for language in sentence_encoder().languages - {"en"} if not found[language].needs_reader
    }
    assert read >= {"de", "es", "fr", "it", "nl", "pl", "pt", "tr", "ar", "ja", "ko", "zh", "th", "ru"}
    right = [language for language in read if found[language].themes[0] == "accessible-places"]
    assert len(right) >= len(read) - 2, sorted(read - set(right))
    assert all(found[language].needs_reader for language in ("cy", "el", "hi", "ta", "so", "uk"))


@pytest.mark.parametrize(
    "text",
    [
        "mor busis pls and a skool wiv a slied",
        "wen r we gona get a skatepark m8",
        "Weymouth Bridport Swanage",
        "idk lol",
        "hkjsdf",
    ],
)
def test_slips_slang_and_place_names_count_as_english(text: str) -> None:
    found = build_engine("core").assign([text], FRAME)[0]

    assert not found.needs_reader


def test_an_english_answer_says_so_and_no_answer_has_no_language() -> None:
    english, nothing = build_engine("core").assign(["more buses to town", "🙂"], FRAME)

    assert (english.language, nothing.language) == ("en", "")
    assert not nothing.needs_reader


def test_an_answer_of_english_words_is_not_looked_at_further() -> None:
    assert answer_language("wir wollen mehr busse in die stadt", known_share=0.9) == "en"
    assert answer_language("wir wollen mehr busse in die stadt", known_share=0.2) == "de"
