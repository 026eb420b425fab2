"""Errors that would harm a patient, sown into translations one by one: each must be found.

The English sentences are those of tests/doses.toml. Each has right translations, which
must pass, and wrong ones, which must not.
"""

import pytest
from conftest import Judge

# language, sentence, right translation
RIGHT = [
    ("es", "tablets", "Tome 2 pastillas 3 veces al día."),
    ("es", "stop", "No deje de tomar sus pastillas."),
    ("es", "strength", "Cada pastilla tiene 2,5 mg. No tome más de 10 mg en un día."),
    ("es", "thousand", "Beba al menos 1.500 ml de agua cada día."),
    ("es", "words", "Debe esperar cinco días antes de conducir."),
    ("es", "must", "Debe decirle a su médico si está embarazada."),
    ("es", "phone", "Llame al 555-010-0199 o escriba a care@example.org."),
    ("es", "half", "Tome ½ pastilla durante los primeros 7 días."),
    ("de", "strength", "Jede Tablette hat 2,5 mg. Nehmen Sie nicht mehr als 10 mg am Tag."),
    ("de", "thousand", "Trinken Sie mindestens 1.500 ml Wasser jeden Tag."),
    ("de", "never", "Nehmen Sie es nie mit Alkohol ein."),
    ("de", "weeks", "Rufen Sie uns an, wenn die Schmerzen länger als 2 Wochen dauern."),
    ("fr", "stop", "N’arrêtez pas vos comprimés."),
    ("fr", "fever", "Appelez tout de suite si votre température dépasse 38 °C."),
    ("fr", "percent", "Environ 20\u202f% des personnes ont des nausées."),
    ("ru", "tablets", "Принимайте по 2 таблетки 3 раза в день."),
    ("ru", "strength", "В каждой таблетке 2,5 мг. Не принимайте больше 10 мг в день."),
    ("ru", "never", "Никогда не принимайте с алкоголем."),
    ("pl", "stop", "Proszę nie przerywać przyjmowania tabletek."),
    ("pl", "words", "Trzeba odczekać pięć dni, zanim zacznie się prowadzić samochód."),
    ("it", "may", "Può sentirsi stanco o stanca."),
    ("pt_BR", "weeks", "Ligue se a dor durar mais de 2 semanas."),
    ("vi", "tablets", "Uống 2 viên, 3 lần mỗi ngày."),
    ("vi", "stop", "Không được ngừng thuốc."),
    ("zh_Hans", "thousand", "每天至少喝1,500毫升水。"),
    ("zh_Hans", "words", "您必须等五天再开车。"),
    ("zh_Hans", "stop", "不要停药。"),
    ("zh_Hans", "strength", "每片2.5毫克。一天不要服用超过10毫克。"),
    ("zh_Hant", "fever", "體溫超過38℃時，請立刻打電話。"),
    ("ja", "strength", "1錠は2.5 mgです。1日に10 mgより多く飲まないでください。"),
    ("ja", "never", "アルコールと一緒に決して飲まないでください。"),
    ("ko", "stop", "약 복용을 중단하지 마세요."),
    ("ko", "percent", "약 20%의 사람들이 메스꺼움을 느낍니다."),
    ("ar", "stop", "لا تتوقف عن تناول أقراصك."),
    ("ar", "strength", "يحتوي كل قرص على 2.5 ملغ. لا تتناول أكثر من 10 ملغ في اليوم."),
    ("ar", "weeks", "اتصل بنا إذا استمر الألم أكثر من 2 أسابيع."),
    ("fa", "stop", "قرص‌هایتان را قطع نکنید."),
    ("fa", "strength", "هر قرص ۲٫۵ میلی‌گرم دارد. در یک روز بیشتر از ۱۰ میلی‌گرم نخورید."),
    ("ht", "weeks", "Rele nou si doulè a dire plis pase 2 semèn."),
    ("tl", "stop", "Huwag itigil ang inyong mga tableta."),
    ("es", "quit", "Suspenda las pastillas y llámenos."),
    ("es", "spoken", "Tome dos pastillas tres veces al día."),
    ("es", "amount", "El estudio cuesta 100.000."),
    ("de", "amount", "Die Aufnahme kostet 100.000."),
    ("pl", "amount", "Badanie kosztuje 100\u00a0000."),
    ("zh_Hans", "site", "更多信息请访问https://example.org/remission。"),
    ("fa", "phone", "با \u2066۵۵۵-۰۱۰-۰۱۹۹\u2069 تماس بگیرید، یا به care@example.org بنویسید."),
]
# Right as well, but the numbers stand in another order: a person must look.
TURNED = [
    ("zh_Hans", "tablets", "每天服药3次，每次2片。"),
    ("ja", "tablets", "1日3回、2錠ずつ飲んでください。"),
    ("fa", "tablets", "روزی ۳ بار، هر بار ۲ قرص بخورید."),
]
# language, sentence, wrong translation, the rule that must find it
WRONG = [
    ("es", "thousand", "Beba 1.500 ml de agua cada día.", "weight"),
    ("de", "thousand", "Trinken Sie höchstens 1.500 ml Wasser jeden Tag.", "weight"),
    ("ja", "thousand", "毎日1,500 mlの水を飲んでください。", "weight"),
    ("es", "may", "Puede sentirse cansado. Ya está curado.", "weight"),
    ("zh_Hans", "may", "您可能会感到疲倦。您已经治愈。", "weight"),
    ("vi", "may", "Quý vị có thể thấy mệt\u200b.", "leftover"),
    ("pl", "may", "Mogą się Państwo czuć „zmęczeni.", "style"),
    ("es", "quit", "No deje de tomar las pastillas y llámenos.", "negation"),
    ("fr", "quit", "N’arrêtez pas les comprimés et appelez-nous.", "negation"),
    ("es", "spoken", "Tome tres pastillas dos veces al día.", "number-order"),
    ("de", "spoken", "Nehmen Sie drei Tabletten zweimal am Tag.", "number-order"),
    ("es", "both", "No hay preguntas sin importancia. Deje de tomar sus pastillas.", "negation"),
    ("ru", "amount", "Снимок стоит 10\u00a0000.", "numbers"),
    ("es", "tablets", "Tome 20 pastillas 3 veces al día.", "numbers"),
    ("es", "tablets", "Tome 3 pastillas 2 veces al día.", "number-order"),
    ("es", "stop", "Deje de tomar sus pastillas.", "negation"),
    ("es", "strength", "Cada pastilla tiene 25 mg. No tome más de 10 mg en un día.", "numbers"),
    ("es", "strength", "Cada pastilla tiene 2,5 g. No tome más de 10 mg en un día.", "units"),
    ("es", "thousand", "Beba al menos 1,500 ml de agua cada día.", "numbers"),
    ("es", "phone", "Llame al 555-010-0198 o escriba a care@example.org.", "addresses"),
    ("es", "must", "Puede decirle a su médico si está embarazada.", "modality-must"),
    ("es", "words", "Debe esperar quince días antes de conducir.", "numbers"),
    ("es", "may", "You may feel tired.", "untranslated"),
    ("es", "half", "Tome pastilla durante los primeros 7 días.", "numbers"),
    ("de", "strength", "Jede Tablette hat 2,5 mg. Nehmen Sie mehr als 10 mg am Tag.", "negation"),
    ("de", "never", "Nehmen Sie es mit Alkohol ein.", "negation"),
    ("de", "weeks", "Rufen Sie uns an, wenn die Schmerzen länger als 2 Monate dauern.", "units"),
    ("de", "remission", "Ihr Krebs ist geheilt.", "term"),
    ("de", "may", "Sie nehmen Drogen und können müde werden.", "forbidden"),
    ("fr", "stop", "Arrêtez vos comprimés.", "negation"),
    ("fr", "fever", "Appelez tout de suite si votre température dépasse 39 °C.", "numbers"),
    ("fr", "percent", "Environ 2\u202f% des personnes ont des nausées.", "numbers"),
    ("fr", "must", "Vous devez tell your doctor if vous êtes enceinte.", "english"),
    ("fr", "phone", "Appelez le 555-010-0199, ou écrivez à care@exemple.org.", "addresses"),
    ("ru", "tablets", "Принимайте по 2 таблетки 8 раз в день.", "numbers"),
    ("ru", "strength", "В каждой таблетке 2,5 г. Не принимайте больше 10 мг в день.", "units"),
    ("ru", "never", "Принимайте с алкоголем.", "negation"),
    ("ru", "may", "Вы можeте чувствовать усталость.", "script"),
    ("pl", "stop", "Proszę przerwać przyjmowanie tabletek.", "negation"),
    ("pl", "words", "Trzeba odczekać pięćdziesiąt dni, zanim zacznie się jeździć.", "numbers"),
    ("it", "may", "Deve sentirsi stanco o stanca.", "modality-may"),
    ("it", "weeks", "Chiami se il dolore dura più di 2 giorni.", "units"),
    ("pt_BR", "never", "Tome sempre com álcool.", "negation"),
    ("pt_BR", "range", "Serão necessárias de 4 a 8 consultas.", "numbers"),
    ("vi", "stop", "Ngừng uống thuốc.", "negation"),
    ("vi", "ned", "Báo cáo có thể ghi KBB.", "kept"),
    ("zh_Hans", "stop", "请停药。", "negation"),
    ("zh_Hans", "words", "您必须等五十天才能开车。", "numbers"),
    ("zh_Hans", "strength", "每片2.5克。一天不要服用超过10毫克。", "units"),
    ("zh_Hans", "may", "您可能會感到疲倦。", "script"),
    ("zh_Hant", "fever", "體溫超過83℃時，請立刻打電話。", "numbers"),
    ("zh_Hant", "may", "您可能会感到疲倦。", "script"),
    ("ja", "tablets", "1日3回、12錠ずつ飲んでください。", "numbers"),
    ("ja", "never", "アルコールと一緒に飲んでください。", "negation"),
    ("ja", "site", "詳しくは https://example.com/remission をご覧ください。", "addresses"),
    ("ko", "stop", "약 복용을 중단하세요.", "negation"),
    ("ko", "percent", "약 20명이 메스꺼움을 느낍니다.", "units"),
    ("ar", "stop", "توقف عن تناول أقراصك.", "negation"),
    ("ar", "strength", "يحتوي كل قرص على ٢٥ ملغ. لا تتناول أكثر من ١٠ ملغ في اليوم.", "numbers"),
    ("ar", "range", "ستحتاج إلى 4-6 زيارات.", "bidi"),
    ("ar", "may", "قد تشعر بالتعب\u202e.", "bidi"),
    ("fa", "tablets", "روزی ۲ بار، هر بار ۲ قرص بخورید.", "numbers"),
    ("fa", "stop", "قرص‌هایتان را قطع کنید.", "negation"),
    ("fa", "may", "ممكن است احساس خستگی کنید.", "script"),
    ("ht", "weeks", "Rele nou si doulè a dire plis pase 2 mwa.", "units"),
    ("tl", "stop", "Itigil ang inyong mga tableta.", "negation"),
    ("es", "weeks", "TODO: Llame si el dolor dura más de 2 semanas.", "leftover"),
    ("de", "may", "Sie können müde werden", "style"),
    ("it", "strength", "Ogni compressa ha 2,5 mg, al massimo 10 mg al giorno.", "sentences"),
]


def _named(row: tuple[str, ...]) -> str:
    return "-".join((*row[:2], *row[3:]))


@pytest.mark.parametrize(("code", "sentence", "text", "rule"), WRONG, ids=map(_named, WRONG))
def test_an_error_that_would_harm_is_found(
    judge: Judge, code: str, sentence: str, text: str, rule: str
) -> None:
    found = judge(code, sentence, text)
    assert rule in {finding.rule for finding in found}
    assert len({(f.rule, f.part) for f in found if f.severity == "question"}) == sum(
        f.severity == "question" for f in found
    )
    for finding in found:
        assert finding.severity in ("error", "question")
        assert finding.text == text
        assert finding.source
        assert finding.file.endswith("doses.po")
        assert finding.line == 1
        assert finding.hint


@pytest.mark.parametrize(("code", "sentence", "text"), RIGHT, ids=map(_named, RIGHT))
def test_a_right_translation_passes_every_rule(
    judge: Judge, code: str, sentence: str, text: str
) -> None:
    assert [(f.rule, f.message) for f in judge(code, sentence, text)] == []


@pytest.mark.parametrize(("code", "sentence", "text"), TURNED, ids=map(_named, TURNED))
def test_numbers_in_another_order_are_asked_about(
    judge: Judge, code: str, sentence: str, text: str
) -> None:
    (finding,) = judge(code, sentence, text)
    assert (finding.rule, finding.severity) == ("number-order", "question")


def test_the_errors_sown_are_forty_or_more_in_eight_languages_or_more() -> None:
    assert len(WRONG) >= 40
    assert len({code for code, *_ in WRONG}) >= 8
