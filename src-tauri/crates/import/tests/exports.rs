//! Exports as consoles and older systems write them, from bytes to orders.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use gateways::catalogue::{Market, market};
use import::{
    AccountFacts, DateOrder, DecimalMark, Doubt, DoubtKind, Encoding, Field, Format, Guess, Preview,
    ProblemKind, ProductRule, Question, Sheet, Why, ZoneSource, guess, orders, preview, settle,
};
use ledger::{AccountId, PastOrder};
use orders::{Product, Status};

/// 22 November 2026.
const NOW_MS: i64 = 1_795_305_600_000;

fn file(name: &str) -> Sheet {
    let path = format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"));
    Sheet::read(name, &std::fs::read(path).unwrap()).unwrap()
}

fn facts(market: &Market) -> AccountFacts<'_> {
    AccountFacts { account_id: AccountId(7), market, now_ms: NOW_MS }
}

fn good(sheet: &Sheet, guess: &Guess, market: &Market) -> Vec<PastOrder> {
    orders(sheet, &guess.mapping, &facts(market))
        .unwrap()
        .map(|row| row.unwrap_or_else(|it| panic!("{it}")))
        .collect()
}

fn time(unix_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(unix_ms).unwrap().to_string()
}

fn statuses(orders: &[PastOrder]) -> Vec<Status> {
    orders.iter().map(|order| order.steps.last().unwrap().status).collect()
}

#[test]
fn a_console_with_the_gateways_own_words() {
    let market = market("cashy-mx").unwrap();
    let sheet = file("cashy-mx-payouts.csv");
    let Format::Delimited { delimiter, encoding, unreadable } = sheet.format() else { panic!() };
    assert_eq!((*delimiter, *encoding, *unreadable), (',', Encoding::Utf8, 0));
    let guess = guess(&sheet, market);
    assert_eq!(guess.mapping.product, Some(ProductRule::GatewayNumber));
    assert_eq!(guess.mapping.decimals, Some(DecimalMark::Point), "15,000.00 decides what 1,234 is");
    assert_eq!(guess.zone_source, ZoneSource::Market);
    assert_eq!(guess.questions, []);
    let orders = good(&sheet, &guess, market);
    use Status::{Failed, Processing, Returned, Succeeded};
    assert_eq!(statuses(&orders), [Succeeded, Failed, Processing, Failed, Returned]);
    let first = &orders[0];
    assert_eq!(first.number, "01JD4Q0001AAAAAAAAAAAAB");
    assert_eq!(first.gateway_number.as_deref(), Some("PAYOUT8551739282639106001"));
    assert_eq!(first.amount.to_string(), "1234");
    assert_eq!(first.fee.unwrap().to_string(), "17.34");
    assert_eq!(first.product, Product::Payout);
    assert_eq!(first.party.name.as_deref(), Some("García López, María"));
    assert_eq!(first.party.account_kind.as_deref(), Some("40"), "the market's value for its label");
    assert_eq!(time(first.created_at_ms), "2026-10-01T15:15:02Z");
    let completed = first.completed.as_ref().unwrap();
    assert_eq!((completed.text.as_str(), completed.zone.as_deref()), ("2026-10-01 09:16:40", Some("-06:00")));
    assert_eq!(first.steps[0].at_ms, completed.unix_ms.unwrap());
    assert_eq!(first.steps[0].gateway_status.as_deref(), Some("SUCCESS"));
    assert_eq!(first.origin, "cashy-mx-payouts.csv, line 2");
    let record: serde_json::Value = serde_json::from_str(&first.record).unwrap();
    assert_eq!(record["Amount (MXN)"], "1,234", "the record is verbatim");
    let returned = &orders[4].steps;
    assert_eq!((returned.len(), returned[0].status), (2, Succeeded), "what came back had arrived");
    assert_eq!(orders[1].reason.as_deref(), Some("Account not exist"));
}

#[test]
fn spanish_excel() {
    let market = market("cashfast-mx").unwrap();
    let sheet = file("pagos-excel-es.csv");
    let Format::Delimited { delimiter, encoding, .. } = sheet.format() else { panic!() };
    assert_eq!((*delimiter, *encoding), (';', Encoding::Windows1252));
    assert_eq!(sheet.titles()[1], "Fecha de creación");
    let mut guess = guess(&sheet, market);
    assert_eq!(guess.mapping.dates.order, Some(DateOrder::DayMonth), "25/09 decides");
    assert_eq!(guess.mapping.decimals, Some(DecimalMark::Comma));
    let words: Vec<(&str, Option<Status>)> = guess
        .questions
        .iter()
        .filter_map(|question| match question {
            Question::Status { word, proposed, .. } => Some((word.as_str(), *proposed)),
            Question::FieldMissing { .. }
            | Question::DateOrder { .. }
            | Question::DateCells { .. }
            | Question::DecimalMark { .. }
            | Question::Product
            | Question::ProductWord { .. } => None,
        })
        .collect();
    assert!(guess.questions.contains(&Question::Product) && words.is_empty());
    guess.mapping.product = Some(ProductRule::Fixed { product: Product::Payout });
    let (mapping, questions) = settle(&sheet, market, &guess.mapping);
    let asked = Question::Status {
        word: "Rechazado".to_owned(),
        direction: orders::Direction::Payout,
        proposed: Some(Status::Refused),
        rows: 1,
    };
    assert_eq!(questions, [asked], "a word that consoles use in two ways is confirmed by a person");
    guess.mapping = mapping;
    let orders = good(&sheet, &guess, market);
    let sums: Vec<String> = orders.iter().map(|order| order.amount.to_string()).collect();
    assert_eq!(sums, ["1234.56", "60000", "500", "1500"]);
    assert_eq!(time(orders[1].created_at_ms), "2026-09-03T15:00:00Z");
    assert_eq!(time(orders[2].created_at_ms), "2026-09-05T03:30:00Z", "9:30 in the evening");
    assert_eq!(orders[0].party.name.as_deref(), Some("María Peña Muñoz"));
    assert_eq!(
        orders[0].party.account_no.as_deref().map(str::len),
        Some(18),
        "out of the formula that kept its digits"
    );
    assert_eq!(orders[0].origin, "pagos-excel-es.csv, line 5");
    assert_eq!(
        statuses(&orders),
        [Status::Succeeded, Status::Succeeded, Status::Refused, Status::Processing]
    );
}

#[test]
fn a_chinese_console() {
    let market = market("cashy-mx").unwrap();
    let sheet = file("daifu-gb18030.csv");
    assert!(matches!(sheet.format(), Format::Delimited { encoding: Encoding::Gb18030, .. }));
    let guess = guess(&sheet, market);
    assert_eq!((guess.mapping.dates.zone.as_str(), guess.zone_source), ("+08:00", ZoneSource::Title));
    assert_eq!(guess.questions, []);
    let orders = good(&sheet, &guess, market);
    assert_eq!(time(orders[0].created_at_ms), "2026-10-01T00:00:00Z");
    assert_eq!(orders[0].zone, "-06:00", "days are the market's, whatever the console's clock");
    assert_eq!(orders[2].party.name.as_deref(), Some("欧阳娜娜"));
    use Status::{Failed, Processing, Returned, Succeeded};
    assert_eq!(statuses(&orders), [Succeeded, Failed, Processing, Returned]);
}

#[test]
fn thai_excel() {
    let market = market("cashy-th").unwrap();
    let sheet = file("thai-excel.csv");
    assert!(matches!(sheet.format(), Format::Delimited { encoding: Encoding::Windows874, .. }));
    let guess = guess(&sheet, market);
    assert_eq!(guess.questions, []);
    let orders = good(&sheet, &guess, market);
    let made: Vec<String> = orders.iter().map(|order| time(order.created_at_ms)).collect();
    assert_eq!(made, ["2025-12-25T07:05:00Z", "2026-04-03T02:00:00Z", "2026-04-04T03:00:00Z"]);
    let sums: Vec<String> = orders.iter().map(|order| order.amount.to_string()).collect();
    assert_eq!(sums, ["1500", "250.5", "900"]);
    let kinds: Vec<Product> = orders.iter().map(|order| order.product).collect();
    assert_eq!(kinds, [Product::Payout, Product::Payout, Product::Collect]);
    assert_eq!(orders[0].party.account_no.as_deref(), Some("0342912345"), "the leading zero stays");
}

#[test]
fn excels_unicode_text() {
    let market = market("cashy-tz").unwrap();
    let sheet = file("unicode-text-utf16.txt");
    assert!(matches!(sheet.format(), Format::Delimited { encoding: Encoding::Utf16Le, delimiter: '\t', .. }));
    let guess = guess(&sheet, market);
    assert_eq!(guess.questions, []);
    let orders = good(&sheet, &guess, market);
    assert_eq!(time(orders[1].created_at_ms), "2026-04-03T08:00:00Z", "13/04 decides what 03/04 is");
    let sums: Vec<String> = orders.iter().map(|order| order.amount.to_string()).collect();
    assert_eq!(sums, ["20000", "358320", "500"]);
}

#[test]
fn cashfasts_own_fields_and_numbers() {
    let market = market("cashfast-mx").unwrap();
    let sheet = file("cashfast-numbers.csv");
    let guess = guess(&sheet, market);
    assert_eq!(guess.questions, []);
    let orders = good(&sheet, &guess, market);
    assert_eq!(
        statuses(&orders),
        [Status::Succeeded, Status::Succeeded, Status::Failed],
        "2 of a collect order, 8 and 16"
    );
    assert_eq!(orders[0].number, "354997490558818072");
    assert_eq!(orders[0].channel_number.as_deref(), Some("20230714071207439140854557"));
    assert_eq!(orders[0].actual_amount.unwrap().to_string(), "41");
    assert_eq!(orders[0].created_at_ms, 1_689_318_726_000);
    assert_eq!(orders[0].completed.as_ref().unwrap().zone, None, "Unix time tells its zone");
}

fn kinds(preview: &Preview) -> Vec<(ProblemKind, u32)> {
    let mut found: Vec<(ProblemKind, u32)> = preview
        .problems
        .iter()
        .flat_map(|count| count.examples.iter().map(|(line, _)| (count.kind, *line)))
        .collect();
    found.sort_by_key(|(_, line)| *line);
    found
}

#[test]
fn everything_that_can_be_wrong_is_told_by_line() {
    let market = market("cashfast-mx").unwrap();
    let sheet = file("troubled.csv");
    let guess = guess(&sheet, market);
    let asked: Vec<&Question> = guess.questions.iter().collect();
    assert!(
        matches!(asked[..], [Question::ProductWord { .. }, Question::Status { proposed: None, .. }]),
        "{asked:?}"
    );
    let preview = preview(&sheet, &guess.mapping, &facts(market)).unwrap();
    use ProblemKind as P;
    assert_eq!(
        kinds(&preview),
        [
            (P::NumberMissing, 3),
            (P::NumberRepeated, 4),
            (P::GatewayNumberRepeated, 5),
            (P::DigitsEaten, 6),
            (P::AmountMissing, 7),
            (P::NotANumber, 8),
            (P::NotPositive, 9),
            (P::TooPrecise, 10),
            (P::SumTooLarge, 11),
            (P::DateMissing, 12),
            (P::DateUnreadable, 13),
            (P::DateImplausible, 14),
            (P::StatusMissing, 15),
            (P::StatusUnknown, 16),
            (P::OtherCurrency, 17),
            (P::ProductUnknown, 18),
            (P::Ragged, 19),
            (P::TextTooLong, 20),
            (P::NotPositive, 21),
        ]
    );
    assert_eq!((preview.good, preview.bad), (2, 19));
    let doubts: Vec<Doubt> = preview.doubts.iter().map(|count| count.doubt).collect();
    let doubt = |field, kind| Doubt { field, kind };
    assert_eq!(
        doubts,
        [
            doubt(Field::GatewayNumber, DoubtKind::DigitsEaten),
            doubt(Field::AccountNo, DoubtKind::CheckDigit),
            doubt(Field::CompletedAt, DoubtKind::TimeUnreadable),
        ]
    );
    let total = &preview.totals[0];
    assert_eq!(
        (preview.totals.len(), total.orders, total.amount.unwrap().to_string()),
        (1, 2, "200".to_owned())
    );
    assert_eq!(preview.rows.len(), 21);
    let last = preview.rows.last().unwrap().outcome.as_ref().unwrap();
    assert_eq!((last.gateway_number.as_deref(), last.record.contains("6.46E+17")), (None, true));
    // The iterator agrees with the preview, row by row.
    let by_row: Vec<bool> =
        orders(&sheet, &guess.mapping, &facts(market)).unwrap().map(|row| row.is_ok()).collect();
    let shown: Vec<bool> = preview.rows.iter().map(|row| row.outcome.is_ok()).collect();
    assert_eq!(by_row, shown);
}

#[test]
fn days_and_sums_that_nothing_decides_wait_for_a_person() {
    let market = market("cashy-mx").unwrap();
    let text = "order number,date,amount,status\nA-000001,03/04/2026,\"1,234\",SUCCESS\nA-000002,05/06/2026,\"2,500\",SUCCESS\n";
    let sheet = Sheet::read("payouts.csv", text.as_bytes()).unwrap();
    let mut guess = guess(&sheet, market);
    assert!(
        matches!(
            &guess.questions[..],
            [Question::DateOrder { contradictory: false, examples, .. }, Question::DecimalMark { contradictory: false, .. }]
                if examples[0] == "03/04/2026"
        ),
        "{:?}",
        guess.questions
    );
    let told = preview(&sheet, &guess.mapping, &facts(market)).unwrap();
    assert_eq!((told.good, told.problems[0].kind), (0, ProblemKind::SumOpen));
    guess.mapping.decimals = Some(DecimalMark::Point);
    let told = preview(&sheet, &guess.mapping, &facts(market)).unwrap();
    assert_eq!((told.good, told.problems[0].kind), (0, ProblemKind::DateOpen));
    guess.mapping.dates.order = Some(DateOrder::MonthDay);
    let orders = good(&sheet, &guess, market);
    assert_eq!(time(orders[0].created_at_ms), "2026-03-04T06:00:00Z");
    assert_eq!(orders[1].amount.to_string(), "2500");
    let (mapping, questions) = settle(&sheet, market, &guess.mapping);
    assert_eq!((mapping, questions), (guess.mapping, Vec::new()), "a decision stays");
}

#[test]
fn senseless_times_are_kept_as_text_and_told() {
    let market = market("cashy-mx").unwrap();
    let rows = [
        ("2026-10-01 12:00:00", "1970-01-01 00:00:00"),
        ("2026-10-01 12:00:00", "0001-01-01 00:00:00"),
        ("2026-10-01 12:00:00", "2099-01-01 00:00:00"),
        ("2026-10-01 12:00:00", "2026-09-30 11:59:59"),
        ("2026-10-01 12:00:00", "2026-09-30 12:00:00"),
        ("2026-11-20 12:00:00", "2026-11-22 15:00:00"),
    ];
    let lines: String =
        (1..).zip(rows).map(|(n, (at, told))| format!("A-00000{n},{at},{told},5,SUCCESS\n")).collect();
    let text = format!("order number,created at,completed at,amount,status\n{lines}");
    let sheet = Sheet::read("payouts.csv", text.as_bytes()).unwrap();
    let guess = guess(&sheet, market);
    let told = preview(&sheet, &guess.mapping, &facts(market)).unwrap();
    let doubt = Doubt { field: Field::CompletedAt, kind: DoubtKind::TimeImplausible };
    assert_eq!((told.good, told.doubts.len(), told.doubts[0].doubt), (6, 1, doubt));
    assert_eq!(told.doubts[0].lines, [2, 3, 4, 5], "a day before the order is another clock, not nonsense");
    let orders = good(&sheet, &guess, market);
    let completed: Vec<_> = orders.iter().map(|order| order.completed.as_ref().unwrap()).collect();
    assert_eq!(
        (completed[0].text.as_str(), completed[0].zone.as_deref(), completed[0].unix_ms),
        ("1970-01-01 00:00:00", None, None)
    );
    let believed: Vec<bool> = completed.iter().map(|told| told.unix_ms.is_some()).collect();
    assert_eq!(believed, [false, false, false, false, true, true]);
    assert_eq!(orders[2].steps[0].at_ms, orders[2].created_at_ms, "the money stands on a day that is known");
}

#[test]
fn values_say_whose_order_numbers_they_are() {
    let market = market("cashy-mx").unwrap();
    let taken = |titles: &str, rows: [&str; 2]| {
        let lines: String =
            rows.iter().map(|numbers| format!("{numbers},2026-10-01 12:00:00,5,SUCCESS\n")).collect();
        let text = format!("{titles},created at,amount,status\n{lines}");
        let sheet = Sheet::read("payouts.csv", text.as_bytes()).unwrap();
        let guess = guess(&sheet, market);
        let of =
            |field| guess.columns.iter().find(|taken| taken.field == field).map(|it| (it.column, it.why));
        let orders = good(&sheet, &guess, market);
        (
            of(Field::Number),
            of(Field::GatewayNumber),
            orders[0].number.clone(),
            orders[0].gateway_number.clone(),
        )
    };
    let (vague, by_values) = (Why::VagueTitle, Why::Values);
    let theirs = || Some("PAYOUT8551739282639106001".to_owned());
    // The gateway's number alone: it names the order, and is known as the gateway's.
    assert_eq!(
        taken("Order No", ["PAYOUT8551739282639106001", "PAYOUT8551739282639106002"]),
        (Some((0, vague)), Some((0, vague)), theirs().unwrap(), theirs())
    );
    let both = ["PAYOUT8551739282639106001,MX-0000001", "PAYOUT8551739282639106002,MX-0000002"];
    let ours = "MX-0000001".to_owned();
    for (titles, why) in [("Order No,Order ID", vague), ("Order ID,Shop", by_values)] {
        let found = (Some((1, why)), Some((0, vague)), ours.clone(), theirs());
        assert_eq!(taken(titles, both), found, "{titles}");
    }
    // What the values leave open is shown as what it is: a guess by a title that may mean it.
    assert_eq!(taken("Order ID", ["MX-0000001", "MX-0000002"]), (Some((0, vague)), None, ours, None));
}

#[test]
fn accounts_and_phones_are_spelt_as_a_live_payout_has_them() {
    let first = |id: &str, account: &str, phone: &str| {
        let market = market(id).unwrap();
        let text = format!(
            "order number,created at,amount,status,account no,phone\nA-000001,2026-10-01 12:00:00,5,SUCCESS,{account},{phone}\n"
        );
        let sheet = Sheet::read("payouts.csv", text.as_bytes()).unwrap();
        let guess = guess(&sheet, market);
        let party = good(&sheet, &guess, market).remove(0).party;
        (party.account_no.unwrap(), party.phone.unwrap())
    };
    let told = |account: &str, phone: &str| (account.to_owned(), phone.to_owned());
    assert_eq!(
        first("cashy-mx", "012–180\u{200b}\u{a0}003005680000", "+52 (55) 1234\u{2011}5678"),
        told("012180003005680000", "+525512345678")
    );
    assert_eq!(first("cashy-tz", "+255 721 323 213", "0721 323 213"), told("721323213", "0721323213"));
    assert_eq!(first("cashfast-mx", "AB-77 x", "none yet"), told("AB-77 x", "none yet"));
}

#[test]
fn a_mapping_that_cannot_be_used_says_why() {
    use import::MappingProblem as M;
    let market = market("cashy-mx").unwrap();
    let sheet = file("cashy-mx-payouts.csv");
    let whole = guess(&sheet, market).mapping;
    let outcome = |change: &dyn Fn(&mut import::Mapping)| {
        let mut mapping = whole.clone();
        change(&mut mapping);
        preview(&sheet, &mapping, &facts(market)).map(|_| ()).unwrap_err()
    };
    let missing = outcome(&|it| {
        it.columns.remove(&Field::Amount);
    });
    assert_eq!(missing, M::FieldMissing { field: Field::Amount });
    assert_eq!(
        outcome(&|it| {
            it.columns.insert(Field::Fee, 99);
        }),
        M::NoSuchColumn { column: 99 }
    );
    assert_eq!(outcome(&|it| it.product = None), M::ProductOpen);
    assert!(matches!(outcome(&|it| it.dates.zone = "Mexico".to_owned()), M::BadZone { .. }));
    let impossible = outcome(&|it| it.statuses[0].status = Some(Status::Prepared));
    assert_eq!(impossible, M::ImpossibleStatus { status: Status::Prepared });
}

#[test]
fn mappings_can_be_kept() {
    let market = market("cashfast-mx").unwrap();
    let mapping = guess(&file("cashfast-numbers.csv"), market).mapping;
    let text = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<import::Mapping>(&text).unwrap(), mapping);
}
