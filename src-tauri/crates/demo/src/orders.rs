//! The orders, one by one.

use gateways::Family;
use gateways::catalogue::Market;
use ledger::{Party, PastOrder, PayInstructions, ToldTime};
use money::{Amount, Currency};
use orders::{Direction, OrderNumber, Product, Status};

use crate::accounts::Accounts;
use crate::history::History;
use crate::lists::{MX_REMARKS, TH_REMARKS, TZ_REMARKS};
use crate::market::DemoMarket;
use crate::people::{self, Person};
use crate::random::Random;
use crate::rhythm::Rhythm;
use crate::{amounts, numbers, record};

/// Which orders are to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many.
    pub orders: u64,
    /// What chance begins with.
    pub seed: u64,
    /// The end of the year that they are spread over, Unix milliseconds.
    pub until_ms: i64,
}

/// The orders of a plan, in the order of the time they were made.
#[derive(Debug)]
pub struct DemoOrders {
    plan: Plan,
    accounts: Accounts,
    rhythm: Rhythm,
    next: u64,
}

impl Plan {
    /// The orders, for these accounts.
    #[must_use]
    pub fn orders(self, accounts: Accounts) -> DemoOrders {
        DemoOrders { plan: self, accounts, rhythm: Rhythm::until(self.until_ms), next: 0 }
    }

    /// How many people there are in each country: some come once, some every week.
    const fn people(self) -> u64 {
        self.orders / 20 + 20
    }
}

impl Iterator for DemoOrders {
    type Item = PastOrder;

    fn next(&mut self) -> Option<PastOrder> {
        if self.next >= self.plan.orders {
            return None;
        }
        let index = self.next;
        self.next += 1;
        let mut random = Random::new(self.plan.seed, index);
        let (market, made_ms) = self.rhythm.moment(index, self.plan.orders, &mut random);
        let order = Making { plan: self.plan, accounts: &self.accounts, market, made_ms, index, random };
        Some(order.make())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.plan.orders - self.next).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

struct Making<'a> {
    plan: Plan,
    accounts: &'a Accounts,
    market: DemoMarket,
    made_ms: i64,
    index: u64,
    random: Random,
}

impl Making<'_> {
    fn make(mut self) -> PastOrder {
        let random = &mut self.random;
        let market = self.market;
        let product = market.product(random);
        // Squared chance: few people make most of the orders.
        let place = random.below(1 << 16);
        let person = Person::of(market, self.plan.seed, (self.plan.people() * place * place) >> 32);
        let amount = amounts::amount(market, random);
        let history = History::of(market.family(), product, self.made_ms, self.plan.until_ms, random);
        let is_known = !matches!(history.status, Status::Refused | Status::Unknown);
        let catalogue = market.catalogue();
        let channel = catalogue.and_then(|rules| channel(rules, product, &person, random));
        let is_paid = matches!(history.status, Status::Succeeded | Status::Returned);
        let number = u64::try_from(self.made_ms).unwrap_or_default();
        let mut order = PastOrder {
            account_id: self.accounts.of(market),
            product,
            number: OrderNumber::new(number, random.bits()).as_str().to_owned(),
            gateway_number: is_known
                .then(|| numbers::of_gateway(market, product, self.made_ms, self.index, random)),
            channel_number: is_paid.then(|| numbers::of_channel(market, self.made_ms, random)),
            channel,
            amount,
            currency: catalogue.map_or(Currency::MXN, |rules| rules.currency),
            fee: is_paid.then(|| amounts::fee(market, product, amount)),
            actual_amount: actual(product, is_paid, amount, random),
            party: party(market, product, &person, random),
            pay: PayInstructions::default(),
            reason: history.reason.map(|(_, english)| english.to_owned()),
            created_at_ms: self.made_ms,
            completed: history.completed_ms.map(|at_ms| told(market, at_ms)),
            zone: catalogue.map_or_else(|| "-06:00".to_owned(), |rules| rules.zone.clone()),
            steps: history.steps.clone(),
            record: String::new(),
            origin: format!("demo data, order {}", self.index + 1),
        };
        if product.direction() == Direction::Collect && is_known {
            order.pay = pay(market, &order, random);
        }
        order.record = record::of(market, &order, &history, &person);
        order
    }
}

/// One of the market's channels: a wallet of the payer's operator where they are told apart, else the first ones most often.
fn channel(market: &Market, product: Product, person: &Person, random: &mut Random) -> Option<String> {
    let channels = &market.product(product)?.channels;
    let own = channels
        .iter()
        .find(|channel| channel.operator.is_some() && channel.operator.as_deref() == person.operator);
    let found = match own {
        Some(own) if random.permille(850) => Some(own),
        Some(_) | None => {
            let place = random.below(u64::try_from(channels.len()).ok()? * 2);
            let place = usize::try_from(place).ok()?;
            channels.get(if place >= channels.len() { 0 } else { place })
        }
    };
    found.map(|channel| channel.value.clone())
}

fn actual(product: Product, is_paid: bool, amount: Amount, random: &mut Random) -> Option<Amount> {
    let is_collect = product.direction() == Direction::Collect;
    (is_paid && is_collect)
        .then(|| if random.permille(15) { amounts::other_amount(amount, random) } else { amount })
}

fn party(market: DemoMarket, product: Product, person: &Person, random: &mut Random) -> Party {
    let remarks = match market {
        DemoMarket::CashFastMx | DemoMarket::CashyMx => &MX_REMARKS,
        DemoMarket::CashyTz => &TZ_REMARKS,
        DemoMarket::CashyTh => &TH_REMARKS,
    };
    let is_payout = product.direction() == Direction::Payout;
    let is_cashfast = market == DemoMarket::CashFastMx;
    // What a payer's account is, only wallets tell; CashFast's collect orders do not even tell who pays.
    let has_account = is_payout || market == DemoMarket::CashyTz;
    let asks_contact = !is_cashfast && (!is_payout || random.permille(300));
    let remark = random.pick(remarks).map(|remark| (*remark).to_owned());
    let remark = if random.permille(300) {
        remark.map(|it| format!("{it} {}", random.between(100, 99_999)))
    } else {
        remark
    };
    Party {
        name: (is_payout || !is_cashfast).then(|| person.name.clone()),
        account_no: has_account.then(|| person.account_no.clone()),
        account_kind: is_payout.then(|| person.account_kind.to_owned()),
        bank: person.bank.clone().filter(|_| is_payout),
        phone: asks_contact.then(|| person.phone.clone()),
        email: asks_contact.then(|| person.email.clone()),
        remark,
        document_number: random.permille(150).then(|| person.document_number.clone()),
    }
}

/// The time of completion as the gateway tells it: Unix milliseconds, or the market's wall clock.
fn told(market: DemoMarket, at_ms: i64) -> ToldTime {
    match market.family() {
        Family::CashFast => ToldTime { text: at_ms.to_string(), zone: None, unix_ms: Some(at_ms) },
        Family::Cashy => ToldTime {
            text: record::wall_clock(market, at_ms),
            zone: market.catalogue().map(|rules| rules.zone.clone()),
            // The wall clock shows whole seconds.
            unix_ms: Some(at_ms.div_euclid(1000) * 1000),
        },
    }
}

fn pay(market: DemoMarket, order: &PastOrder, random: &mut Random) -> PayInstructions {
    let number = order.gateway_number.as_deref().unwrap_or_default();
    let expires_at_ms =
        Some(order.created_at_ms + if order.channel.as_deref() == Some("412") { 300_000 } else { 3_600_000 });
    let host = match market {
        DemoMarket::CashFastMx => "cashier.cashfast.example",
        DemoMarket::CashyMx => "paydesk.mx.cashy.example",
        DemoMarket::CashyTz => "paydesk.tz.cashy.example",
        DemoMarket::CashyTh => "paydesk.th.cashy.example",
    };
    let is_store = matches!(order.channel.as_deref(), Some("OXXO" | "CASH"));
    let pay_code = match market {
        DemoMarket::CashFastMx if is_store => Some(random.digits(14)),
        DemoMarket::CashFastMx | DemoMarket::CashyMx => Some(people::clabe("646", random)),
        DemoMarket::CashyTz => None,
        DemoMarket::CashyTh => Some(format!("00020101021229370016A000000677010111{}", random.digits(28))),
    };
    let is_cashy_mx = market == DemoMarket::CashyMx;
    PayInstructions {
        pay_url: Some(format!("https://{host}/index.html?{number}")),
        pay_code,
        reference: is_cashy_mx.then(|| random.digits(7)),
        concept: is_cashy_mx.then(|| random.digits(20)),
        bank_name: if is_store { None } else { people::bank_of_code(market, random) },
        expires_at_ms,
    }
}
