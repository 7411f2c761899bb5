//! The catalogue as the window draws forms from it.

use serde::Serialize;
use specta::Type;

use super::mirror;

/// A gateway in one country.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MarketView {
    /// `cashfast-mx`.
    pub id: String,
    /// The gateway's family.
    pub family: FamilyKind,
    /// ISO country code.
    pub country: String,
    /// English name of the country.
    pub name: String,
    /// Its currency.
    pub currency: String,
    /// False for markets known only in part.
    pub confirmed: bool,
    /// The zone of its day.
    pub zone: String,
    /// Whether a payout's success is provisional.
    pub payout_success_is_provisional: bool,
    /// Whether the gateway lists banks for payouts.
    pub has_payout_banks: bool,
    /// Whether the callback address is required.
    pub notify_url_required: bool,
    /// What can be created.
    pub products: Vec<ProductView>,
}

/// The rules of one kind of order.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    /// The kind.
    pub product: ProductKind,
    /// The least amount.
    pub min: Option<String>,
    /// The most.
    pub max: Option<String>,
    /// How many decimals.
    pub decimals: u32,
    /// Where the limits come from.
    pub limits_origin: OriginKind,
    /// A key into the help texts.
    pub note: Option<String>,
    /// The channels; empty where there are none.
    pub channels: Vec<ChoiceView>,
    /// Whether values beyond the listed channels are taken.
    pub channels_open: bool,
    /// The fields in the form's order.
    pub fields: Vec<FieldView>,
}

/// One value of a choice.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChoiceView {
    /// What goes over the wire.
    pub value: String,
    /// What people call it.
    pub label: String,
    /// Where it comes from.
    pub origin: OriginKind,
    /// A key into the help texts.
    pub note: Option<String>,
    /// The code dies after so many seconds, whatever is asked.
    pub expires_after_s: Option<u32>,
}

/// One field of a form.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// The gateway's field name: the key in a draft.
    pub name: String,
    /// What it means.
    pub role: RoleKind,
    /// How it is asked for.
    pub kind: FieldKind,
    /// Whether it must be given.
    pub required: bool,
    /// Not required when the channel is one of these.
    pub optional_for_channels: Vec<String>,
    /// Exists only when the channel is one of these.
    pub only_for_channels: Vec<String>,
    /// The longest text.
    pub max_length: Option<u32>,
    /// Only printable ASCII.
    pub ascii_only: bool,
    /// The values of a choice.
    pub choices: Vec<ChoiceView>,
    /// Exact digit counts that depend on another field.
    pub digits_when: Vec<DigitsWhenView>,
    /// The value a new form starts with.
    pub default: Option<String>,
    /// An example.
    pub example: Option<String>,
    /// Where the field comes from.
    pub origin: OriginKind,
    /// A key into the help texts.
    pub note: Option<String>,
}

/// So many digits when another field has a value.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DigitsWhenView {
    /// The other field.
    pub field: String,
    /// Its value.
    pub value: String,
    /// How many digits.
    pub digits: u32,
}

mirror! {
    /// The gateways' families.
    FamilyKind of gateways::Family {
        CashFast: "CashFast.",
        Cashy: "Cashy.",
    }
}

mirror! {
    /// Kinds of order.
    #[derive(PartialOrd, Ord)]
    ProductKind of orders::Product {
        Collect: "A collect order through one channel.",
        CashierDesk: "A collect order on the gateway's own page.",
        Payout: "A payout order.",
    }
}

mirror! {
    /// Where a figure comes from.
    OriginKind of gateways::catalogue::Origin {
        Contract: "The contract document.",
        Public: "The gateway's public pages.",
        Ours: "Our reading or choice.",
    }
}

mirror! {
    /// What a field means.
    RoleKind of gateways::catalogue::Role {
        PayeeName: "Who receives.",
        PayeeAccount: "The account paid to.",
        AccountKind: "What kind of account.",
        Bank: "The bank of that account.",
        PayerName: "Who pays.",
        PayerWallet: "The wallet asked to pay.",
        Phone: "A telephone number.",
        Email: "An e-mail address.",
        DocumentKind: "What kind of document.",
        DocumentNumber: "The document's number.",
        Remark: "A line that travels with the order.",
        ReturnUrl: "Where the payer returns to.",
        ExpirySeconds: "How long the payer has.",
        Reusable: "Whether the code can be paid more than once.",
        DynamicAmount: "Whether other amounts are called back.",
        Other: "Anything else.",
    }
}

mirror! {
    /// How a field is asked for.
    FieldKind of gateways::catalogue::FieldKind {
        Text: "One line.",
        Digits: "Digits.",
        Phone: "A telephone number.",
        Email: "An e-mail address.",
        Url: "An http or https address.",
        Choice: "One of the choices.",
        Bank: "One of the gateway's payout banks.",
        CollectBank: "One of the gateway's collect banks.",
        Toggle: "Yes or no.",
        Seconds: "A number of seconds.",
    }
}
