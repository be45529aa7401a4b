package org.podprotocol.relay.cli.demo;

/** A writing system, with something to say in it. */
enum Writing {
  LATIN("Höfliche Grüße aus Zürich: naïve façade, œuvre, žluťoučký kůň, złoty, ağaç, ð and þ. "),
  GREEK("Ὁ βίος βραχύς, ἡ δὲ τέχνη μακρή· ο πράκτορας έλαβε το μήνυμα και απάντησε αμέσως. "),
  CYRILLIC("Съешь ещё этих мягких французских булок; агент получил сообщение і відповів щойно. "),
  ARABIC(
      "استلم الوكيل الرسالة وتحقق من التوقيع ثم أرسل الجواب في الحال، والدليل محفوظ في السلسلة. "),
  HEBREW("הסוכן קיבל את ההודעה, בדק את החתימה והשיב מיד; ההוכחה שמורה בשרשרת. "),
  DEVANAGARI(
      "एजेंट को संदेश मिला, उसने हस्ताक्षर की जाँच की और तुरंत उत्तर दिया; प्रमाण शृंखला पर है। "),
  CHINESE("代理人收到了訊息，驗證了簽名，並且立刻回覆；证明保存在链上，任何人都可以检查。"),
  JAPANESE("エージェントはメッセージを受け取り、署名を確かめて、すぐに返事をした。証明はチェーンにあります。"),
  KOREAN("에이전트가 메시지를 받아 서명을 확인하고 곧바로 답장을 보냈다. 증명은 체인에 있다. "),
  THAI("ตัวแทนได้รับข้อความ ตรวจสอบลายเซ็น แล้วตอบกลับทันที หลักฐานอยู่บนเชน "),
  EMOJI("🤖✉️➡️🤖 👩‍🚀🧑🏽‍💻 ✅🔐⛓️ 🇨🇭🇯🇵🇧🇷 👨‍👩‍👧‍👦 ☕️🥐🎉 ");

  private final String text;

  Writing(String text) {
    this.text = text;
  }

  /** Text of this writing system, repeated as often as needed. */
  String text() {
    return text;
  }
}
