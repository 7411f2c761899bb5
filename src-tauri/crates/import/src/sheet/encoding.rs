//! How a text file's characters are written.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// An encoding that spreadsheets and consoles of our markets write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, low byte first: Excel's “Unicode text”.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Western European, as Spanish Windows writes it.
    Windows1252,
    /// Thai, as Thai Windows writes it.
    Windows874,
    /// Chinese, as Chinese Windows writes it; holds GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    const fn implementation(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1252 => WINDOWS_1252,
            Self::Windows874 => WINDOWS_874,
            Self::Gb18030 => GB18030,
        }
    }
}

/// How much of a file is looked at to find its encoding, in bytes.
const SAMPLE: usize = 1 << 20;

/// The text, with how many characters could not be read.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> (Cow<'_, str>, u64) {
    let (text, _) = encoding.implementation().decode_with_bom_removal(bytes);
    // A replacement character that the file itself holds counts too: something was lost there as well.
    let unreadable = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    (text, super::u64_of(unreadable))
}

/// The likeliest encoding.
pub(super) fn find(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => return Encoding::Utf8,
        [0xff, 0xfe, ..] => return Encoding::Utf16Le,
        [0xfe, 0xff, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    if let Some(wide) = wide(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let high = HighBytes::count(sample);
    // Invalid in a few places only: UTF-8 that was cut or pasted together.
    if high.utf8_letters.saturating_mul(10) > high.bytes.saturating_mul(9) {
        Encoding::Utf8
    } else if high.common_hanzi.saturating_mul(100) >= high.bytes.saturating_mul(85) {
        Encoding::Gb18030
    } else if high.thai == high.bytes && high.runs.saturating_mul(3) <= high.bytes {
        Encoding::Windows874
    } else {
        Encoding::Windows1252
    }
}

/// UTF-16 without a mark: digits, delimiters and line ends have a zero beside them.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let (mut high_first, mut low_first) = (0_usize, 0_usize);
    for pair in sample.chunks_exact(2) {
        match pair {
            [0, other] if *other != 0 => high_first += 1,
            [other, 0] if *other != 0 => low_first += 1,
            _ => {}
        }
    }
    if low_first.saturating_mul(5) > pairs.saturating_mul(2) && high_first.saturating_mul(20) < pairs {
        Some(Encoding::Utf16Le)
    } else if high_first.saturating_mul(5) > pairs.saturating_mul(2) && low_first.saturating_mul(20) < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// What the bytes above ASCII look like.
#[derive(Default)]
struct HighBytes {
    bytes: usize,
    /// Unbroken rows of them.
    runs: usize,
    /// How many belong to Chinese characters of everyday use (GB 2312's first level) and their punctuation.
    common_hanzi: usize,
    /// How many are letters or marks of Thai Windows, or its few signs.
    thai: usize,
    /// How many belong to well-formed UTF-8 letters.
    utf8_letters: usize,
}

impl HighBytes {
    fn count(sample: &[u8]) -> Self {
        let mut found = Self::default();
        for run in sample.split(u8::is_ascii) {
            if run.is_empty() {
                continue;
            }
            found.runs += 1;
            found.bytes += run.len();
            found.thai += run.iter().filter(|byte| is_thai(**byte)).count();
            found.utf8_letters += run.utf8_chunks().map(|chunk| chunk.valid().len()).sum::<usize>();
            for pair in run.chunks_exact(2) {
                if matches!(pair, [0xb0..=0xd7 | 0xa1..=0xa3, 0xa1..=0xfe]) {
                    found.common_hanzi += 2;
                }
            }
        }
        found
    }
}

const fn is_thai(byte: u8) -> bool {
    matches!(byte, 0xa0..=0xda | 0xdf..=0xfb | 0x80 | 0x85 | 0x91..=0x97)
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode, find};
    use rstest::rstest;

    const SPANISH: &str = "número;nombre\n1;María Peña Núñez\n2;José Ángel Muñiz\n3;Begoña Ibáñez\n";
    const CHINESE: &str = "商户订单号,姓名,状态\n1,王小明,成功\n2,欧阳娜娜,失败\n3,李伟,处理中\n";
    const THAI: &str = "เลขที่คำสั่งซื้อ,ชื่อ,สถานะ\n1,สมชาย ใจดี,สำเร็จ\n2,มาลี ศรีสุข,ล้มเหลว\n";

    #[rstest]
    #[case::spanish(SPANISH, encoding_rs::WINDOWS_1252, Encoding::Windows1252)]
    #[case::chinese(CHINESE, encoding_rs::GB18030, Encoding::Gb18030)]
    #[case::thai(THAI, encoding_rs::WINDOWS_874, Encoding::Windows874)]
    #[case::spanish_modern(SPANISH, encoding_rs::UTF_8, Encoding::Utf8)]
    #[case::chinese_modern(CHINESE, encoding_rs::UTF_8, Encoding::Utf8)]
    fn finds_and_reads(
        #[case] text: &str,
        #[case] written: &'static encoding_rs::Encoding,
        #[case] expected: Encoding,
    ) {
        let (bytes, _, lost) = written.encode(text);
        assert!(!lost);
        assert_eq!(find(&bytes), expected);
        assert_eq!(decode(&bytes, expected), (text.into(), 0));
    }

    #[rstest]
    #[case::spanish(SPANISH)]
    #[case::chinese(CHINESE)]
    #[case::thai(THAI)]
    fn wide_characters_with_and_without_a_mark(#[case] text: &str) {
        let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        if text == SPANISH {
            assert_eq!((find(&low), find(&high)), (Encoding::Utf16Le, Encoding::Utf16Be));
        }
        let marked = [&[0xff, 0xfe][..], &low].concat();
        assert_eq!(find(&marked), Encoding::Utf16Le);
        assert_eq!(decode(&marked, Encoding::Utf16Le), (text.into(), 0));
        let marked = [&[0xfe, 0xff][..], &high].concat();
        assert_eq!((find(&marked), decode(&marked, Encoding::Utf16Be).0.as_ref()), (Encoding::Utf16Be, text));
    }

    #[test]
    fn a_cut_character_does_not_change_the_encoding() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.pop();
        bytes.pop();
        bytes.push(b'\n');
        assert_eq!(find(&bytes), Encoding::Utf8);
        assert_eq!(decode(&bytes, Encoding::Utf8).1, 1);
    }
}
