//! The reasons that appendices list for a failed payout, to be shown in plain words (Z20).

/// The documented word for a `resultDesc`, under which a screen finds its plain explanation; `None` for a text
/// that no appendix lists, which is shown verbatim.
///
/// The gateway writes some of them as free text (`ACCOUNT NOT EXITS`): case and spaces do not count.
#[must_use]
pub fn reason_key(text: &str) -> Option<&'static str> {
    let word = text.split_whitespace().collect::<Vec<_>>().join("_").to_ascii_uppercase();
    let word = match word.as_str() {
        // The sample of the Mexican document misspells it.
        "ACCOUNT_NOT_EXITS" | "ACCOUNT_NOT_EXISTS" => "ACCOUNT_NOT_EXIST",
        other => other,
    };
    REASONS.iter().find(|reason| **reason == word).copied()
}

/// Mexico (M-app), Tanzania (T-app) and Thailand (H-app); a word means the same wherever it occurs.
const REASONS: [&str; 34] = [
    "ACCOUNT_NOT_EXIST",
    "ACCOUNT_FREEZING",
    "ACCOUNT_BLOCKED",
    "TRACKING_KEY_REPEATED",
    "CODI_WITHOUT_NOTICE",
    "ISSUED_CERT_EXPIRED",
    "COMPLIANCE_REJECT",
    "INVALID_BANK_INSTITUTION",
    "CLABE_INSTITUTION_NOT_MATCH",
    "REJECT_BY_PLD",
    "ACCOUNT_CANCEL",
    "ACCOUNT_IN_ANOTHER_CURRENCY",
    "ACCOUNT_NOT_BELONG_TO",
    "MCH_NOT_KNOW_PAYMENT",
    "MISS_MUST_PAYMENT_INFO",
    "ERROR_PAYMENT_TYPE",
    "ERROR_OPERATION_TYPE",
    "ACCOUNT_TYPE_NOT_APPLICABLE",
    "INVALID_CHARACTER",
    "OUT_ACCOUNT_BALANCE",
    "OUT_ACCOUNT_MONTH_BALANCE",
    "NOT_REGISTER_TELPHONE",
    "NOT_RECEIVE_BANXICO_PAYMENT",
    "INFO_STRUCTURE_INVALID",
    "UNKNOWN_ERROR",
    "GATEWAY_TIMEOUT",
    "AMOUNT_ERROR",
    "ACCOUNT_AND_MNO_NOT_MATCH",
    "PAYMENT_OFFSET",
    "CHANNEL_IB_TRY_AGAIN_LATER",
    "CHANNEL_NETWORK_FLUCTUATION",
    "UPSTREAM_CHANNEL_EXCEPTION",
    "BANK_ACCOUNT_INVALID",
    "TEMPORARILY_UNABLE_PROCESS_FOR_THIS_BANK",
];

#[cfg(test)]
mod tests {
    use super::{REASONS, reason_key};

    #[test]
    fn z20_free_text_and_listed_words() {
        assert_eq!(reason_key("ACCOUNT NOT EXITS"), Some("ACCOUNT_NOT_EXIST"));
        assert_eq!(reason_key(" account  not exist "), Some("ACCOUNT_NOT_EXIST"));
        assert_eq!(reason_key("Account_And_MNO_not_match"), Some("ACCOUNT_AND_MNO_NOT_MATCH"));
        for reason in REASONS {
            assert_eq!(reason_key(reason), Some(reason));
        }
        for text in ["", "RECEIVER ON HOLIDAY", "账户不存在"] {
            assert_eq!(reason_key(text), None);
        }
    }
}
