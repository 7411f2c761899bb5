//! Reading an account's balances from its gateway.

use gateways::{BalanceReading, Operation, decode_balance};
use ledger::{AccountId, BalanceRow, NewBalance};

use crate::events::DeskEvent;
use crate::{Desk, DeskError};

impl Desk {
    /// Asks for an account's balances and keeps them.
    ///
    /// # Errors
    /// As of [`Desk::ask_gateway`]; what was read before stands then.
    pub async fn refresh_balance(&self, account_id: AccountId) -> Result<Vec<BalanceRow>, DeskError> {
        let account = self.existing_account(account_id).await?;
        let line = self.line(&account).await?;
        let mut heard = self.ask(&line, &Operation::Balance, None).await?;
        self.keep(&heard).await?;
        let mut reading = decode_balance(line.market, &heard.answer()?.wire);
        if let BalanceReading::Refused(refusal) = &reading
            && self.suspect_clock(&line, &refusal.kind).await
        {
            heard = self.ask(&line, &Operation::Balance, None).await?;
            self.keep(&heard).await?;
            reading = decode_balance(line.market, &heard.answer()?.wire);
        }
        let balances = match reading {
            BalanceReading::Balances(balances) => balances,
            BalanceReading::Refused(refusal) => return Err(DeskError::Refused(refusal)),
            BalanceReading::Unreadable(evidence) => return Err(DeskError::Unreadable(evidence)),
        };
        let at_ms = self.now_ms();
        for line in balances {
            let new = NewBalance {
                account_id,
                at_ms,
                currency: line.currency,
                available: line.available,
                frozen: line.frozen,
                waiting: line.waiting,
                state: line.state,
            };
            self.ledger.add_balance(&new).await?;
        }
        self.emit(DeskEvent::BalanceChanged { account_id });
        Ok(self.ledger.latest_balances(account_id).await?)
    }
}
