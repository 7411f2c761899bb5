//! Reading a gateway's bank lists.

use gateways::{BankLine, BankQueryForm, BanksReading, Family, Operation, RefusalKind, decode_banks};
use ledger::{AccountId, BankEntry, BankList, BankUse};

use crate::events::DeskEvent;
use crate::line::{Heard, Line};
use crate::{Desk, DeskError};

impl Desk {
    /// Asks for an account's bank lists and keeps them, each with its difference to the last one. Returns the list
    /// of payout banks; `None` where the market has none.
    ///
    /// # Errors
    /// As of [`Desk::ask_gateway`]; the lists read before stand then.
    pub async fn refresh_banks(&self, account_id: AccountId) -> Result<Option<BankList>, DeskError> {
        let account = self.existing_account(account_id).await?;
        let mut line = self.line(&account).await?;
        if line.market.has_payout_banks {
            let banks = self.payout_banks(&mut line).await?;
            self.keep_banks(account_id, BankUse::Payout, banks).await?;
        }
        if line.market.has_collect_banks {
            let heard = self.ask_banks(&line, gateways::BankList::Collect).await?;
            let banks = banks_of(read_banks(&line, &heard)?)?;
            self.keep_banks(account_id, BankUse::Collect, banks).await?;
        }
        self.emit(DeskEvent::BanksChanged { account_id });
        Ok(self.ledger.banks(account_id, BankUse::Payout).await?)
    }

    /// `CashFast`: the signature of the question for all banks has two readings; on 307 the other is tried once, and
    /// the one that works is remembered (A1). Harmless: the question changes nothing.
    async fn payout_banks(&self, line: &mut Line) -> Result<Vec<BankLine>, DeskError> {
        let mut heard = self.ask_banks(line, gateways::BankList::All).await?;
        let mut reading = read_banks(line, &heard)?;
        if let BanksReading::Refused(refusal) = &reading
            && self.suspect_clock(line, &refusal.kind).await
        {
            heard = self.ask_banks(line, gateways::BankList::All).await?;
            reading = read_banks(line, &heard)?;
        }
        let by_signature =
            matches!(&reading, BanksReading::Refused(refusal) if refusal.kind == RefusalKind::BadSignature);
        if !by_signature || line.market.family != Family::CashFast {
            return banks_of(reading);
        }
        line.habits.bank_query_form = match line.habits.bank_query_form {
            BankQueryForm::KeepEmpty => BankQueryForm::DropEmpty,
            BankQueryForm::DropEmpty => BankQueryForm::KeepEmpty,
        };
        let heard = self.ask_banks(line, gateways::BankList::All).await?;
        let banks = banks_of(read_banks(line, &heard)?)?;
        if let Some(account) = line.account_id {
            let form = line.habits.bank_query_form;
            self.learn(account, |habits| habits.bank_query_form = form).await?;
        }
        Ok(banks)
    }

    async fn ask_banks(&self, line: &Line, list: gateways::BankList<'_>) -> Result<Heard, DeskError> {
        let heard = self.ask(line, &Operation::Banks(list), None).await?;
        self.keep(&heard).await?;
        Ok(heard)
    }

    async fn keep_banks(
        &self,
        account_id: AccountId,
        used_for: BankUse,
        banks: Vec<BankLine>,
    ) -> Result<(), DeskError> {
        let entries: Vec<BankEntry> = banks
            .into_iter()
            .map(|bank| BankEntry { value: bank.value, name: bank.name, code: bank.code })
            .collect();
        self.ledger.replace_banks(account_id, used_for, &entries, self.now_ms()).await?;
        Ok(())
    }
}

fn read_banks(line: &Line, heard: &Heard) -> Result<BanksReading, DeskError> {
    Ok(decode_banks(line.market, &heard.answer()?.wire))
}

fn banks_of(reading: BanksReading) -> Result<Vec<BankLine>, DeskError> {
    match reading {
        BanksReading::Banks(banks) => Ok(banks),
        BanksReading::Refused(refusal) => Err(DeskError::Refused(refusal)),
        BanksReading::Unreadable(evidence) => Err(DeskError::Unreadable(evidence)),
    }
}
