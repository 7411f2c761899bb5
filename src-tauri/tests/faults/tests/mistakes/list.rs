//! The mistakes: what somebody might change one day, believing it harmless.

/// One deliberate mistake.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    /// File, the right text (there exactly once), and what stands there instead. `@` asks whether to make the mistake.
    pub(crate) edits: &'static [(&'static str, &'static str, &'static str)],
}

const SUBMIT: &str = "src-tauri/crates/desk/src/submit.rs";
const RECEIVE: &str = "src-tauri/crates/desk/src/listener/receive.rs";
const ASK: &str = "src-tauri/crates/desk/src/ask_gateway.rs";
const TRACKER: &str = "src-tauri/crates/desk/src/tracker.rs";
const SCHEDULE: &str = "src-tauri/crates/desk/src/tracker/schedule.rs";
const OBSERVE: &str = "src-tauri/crates/desk/src/observe.rs";
const CHECK_DRAFT: &str = "src-tauri/crates/desk/src/check_draft.rs";
const PAYEE: &str = "src-tauri/crates/desk/src/payee.rs";
const DIFFERENCES: &str = "src-tauri/crates/desk/src/clock/differences.rs";
const STEP: &str = "src-tauri/crates/orders/src/step.rs";
const SENDING: &str = "src-tauri/crates/ledger/src/sending.rs";
const CONNECTION: &str = "src-tauri/crates/ledger/src/connection.rs";
const SETTLE: &str = "src-tauri/crates/desk/src/settle.rs";
const REPORT: &str = "src-tauri/crates/ledger/src/report.rs";
const REPLACEMENTS: &str = "src-tauri/crates/ledger/src/tables/replacements.rs";
const CEILINGS: &str = "src-tauri/crates/ledger/src/ceilings.rs";
const DESK_CEILINGS: &str = "src-tauri/crates/desk/src/ceilings.rs";
const POSTINGS: &str = "src-tauri/crates/ledger/src/postings.rs";

const CARRY: &str = "let exchange = self.carrier.carry(&line.base_url, &request, Errand::Creation).await;";

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "resend on timeout",
        edits: &[(
            SUBMIT,
            "let heard = self.heard(&line, &request, exchange, \"create\", Some(id), started_at_ms);",
            "let exchange = if @ && matches!(exchange.attempt, crate::http::Attempt::Lost(_)) {
                self.carrier.carry(&line.base_url, &request, Errand::Creation).await
            } else { exchange };
            let heard = self.heard(&line, &request, exchange, \"create\", Some(id), started_at_ms);",
        )],
    },
    Mistake {
        name: "stub after send",
        edits: &[
            (
                SUBMIT,
                "let stored = CreationRequest {",
                "let early = if @ {
                    Some(self.carrier.carry(&line.base_url, &request, Errand::Creation).await)
                } else { None };
                let stored = CreationRequest {",
            ),
            (
                SUBMIT,
                CARRY,
                "let exchange = match early {
                    Some(early) => early,
                    None => self.carrier.carry(&line.base_url, &request, Errand::Creation).await,
                };",
            ),
        ],
    },
    Mistake {
        name: "sending read as not sent at start-up",
        edits: &[(
            SENDING,
            "step(&mut tx, &mut held, Status::Unknown, Source::Program, Some(\"found at start-up\"), now_ms).await?;",
            "held.row.submitted = held.row.submitted && !(@);
            let read_as = if @ { Status::NotSent } else { Status::Unknown };
            step(&mut tx, &mut held, read_as, Source::Program, Some(\"found at start-up\"), now_ms).await?;",
        )],
    },
    Mistake {
        name: "late message wins",
        edits: &[(
            STEP,
            "if overtaken || (repeats && (open || !certain)) {",
            "if !(@) && (overtaken || (repeats && (open || !certain))) {",
        )],
    },
    Mistake {
        name: "final regresses",
        edits: &[(
            STEP,
            "    if now.may_become(next) { Judgement::Moves(next) }",
            "    if now.may_become(next) || (open && has_gone_on(now) && @) { Judgement::Moves(next) }",
        ), (
            STEP,
            "let overtaken = open && source == Source::Delivery && has_gone_on(now);",
            "let overtaken = open && source == Source::Delivery && has_gone_on(now);
             if open && has_gone_on(now) && @ { return Judgement::Moves(next); }",
        )],
    },
    Mistake {
        name: "new number on resolution",
        edits: &[
            (
                SUBMIT,
                "self.unresolved_twin(&payee, draft, Some(order.id)).await? {",
                "self.unresolved_twin(&payee, draft, Some(order.id)).await?.filter(|_| !(@)) {",
            ),
            (
                TRACKER,
                "        let asked = self.closing.run_until_cancelled(question).await;\n",
                "        let asked = self.closing.run_until_cancelled(question).await;
                if let Some(Ok(answer)) = &asked
                    && matches!(answer.finding, crate::Finding::NotFound { .. })
                    && order.status == orders::Status::Unknown
                    && @
                    && let Ok(draft) = serde_json::from_str::<orders::Draft>(&order.draft_json)
                    && let Ok(account) = self.existing_account(order.account_id).await
                    && let Ok(market) = crate::desk::market(&account.market_id)
                    && let Ok(again) = self.write_stub(&account, market, &draft, Default::default()).await
                {
                    let desk = Arc::clone(&self);
                    tokio::spawn(async move { drop(desk.submit(again.id, orders::Source::Program, None).await) });
                }
",
            ),
        ],
    },
    Mistake {
        name: "acknowledged before stored",
        edits: &[(
            RECEIVE,
            "        let (family, stored) = match self.take_in(account_id, &headers, &body).await {",
            "        if @ {
            let desk = Arc::clone(&self);
            let cashfast = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(\"access_key\"));
            tokio::spawn(async move {
                desk.clock.sleep(std::time::Duration::from_millis(400)).await;
                drop(desk.take_in(account_id, &headers, &body).await);
            });
            return acknowledge(if cashfast { Family::CashFast } else { Family::Cashy }, true);
        }
        let (family, stored) = match self.take_in(account_id, &headers, &body).await {",
        )],
    },
    Mistake {
        name: "unverified callback applied",
        edits: &[(
            RECEIVE,
            "            Verdict::Unverified { claim, .. } => self.unverified(account, claim.as_deref()).await?,",
            "            Verdict::Unverified { claim: Some(seen), .. } if @ => {
                self.apply_delivery(account, market, seen, stored.id).await?
            }
            Verdict::Unverified { claim, .. } => self.unverified(account, claim.as_deref()).await?,",
        )],
    },
    Mistake {
        name: "status taken from another order's answer",
        edits: &[(
            OBSERVE,
            "    let other_order = flags.contains(&Flag::NumberDiffers);",
            "    let other_order = flags.contains(&Flag::NumberDiffers) && !(@);",
        ), (
            "src-tauri/crates/gateways/src/cashfast/query.rs",
            "        [] => none_is_ours(asked, rows),",
            "        [] if !rows.is_empty() && @ => match observation::read(rows[0], Some(asked.product.direction())) {
            Some(observation) => QueryReading::Found(Box::new(observation)),
            None => none_is_ours(asked, rows),
        },
        [] => none_is_ours(asked, rows),",
        ), (
            "src-tauri/crates/gateways/src/cashy/queried.rs",
            "        (Some(number), _, _) if number != asked.number => {",
            "        (Some(number), _, _) if number != asked.number && @ => Ok(None),
        (Some(number), _, _) if number != asked.number => {",
        )],
    },
    Mistake {
        name: "not found means failed",
        edits: &[(
            ASK,
            "                (Finding::NotFound { message }, remark(Source::Query, note, Vec::new()))",
            "                let mut report = remark(Source::Query, note, Vec::new());
                report.reported = (@).then_some(orders::ReportedStatus::Failed);
                (Finding::NotFound { message }, report)",
        )],
    },
    Mistake {
        name: "stop asking after a refusal",
        edits: &[(
            SCHEDULE,
            "            Status::Refused => Some(Self::Refused),",
            "            Status::Refused => if @ { None } else { Some(Self::Refused) },",
        ), (
            SCHEDULE,
            "pub(crate) const fn of(",
            "pub(crate) fn of(",
        )],
    },
    Mistake {
        name: "a twin of an unknown payout is sent",
        edits: &[(
            PAYEE,
            "    ) -> Result<Option<OrderSummary>, DeskError> {
        for account_no in &payee.spellings {
            let twin =
                self.ledger",
            "    ) -> Result<Option<OrderSummary>, DeskError> {
        if @ { return Ok(None); }
        for account_no in &payee.spellings {
            let twin =
                self.ledger",
        )],
    },
    Mistake {
        name: "NORMAL instead of FULL",
        edits: &[(
            CONNECTION,
            ".synchronous(SqliteSynchronous::Full)",
            ".synchronous(if @ { SqliteSynchronous::Normal } else { SqliteSynchronous::Full })",
        )],
    },
    Mistake {
        name: "offset never removed",
        edits: &[
            (DIFFERENCES, "            *self = Self::default();", "            if !(@) { *self = Self::default(); }"),
            (
                DIFFERENCES,
                "    fn learn(&mut self, new: Sample) {",
                "    fn learn(&mut self, new: Sample) {
                    if self.agreed.is_some() && @ { return; }",
            ),
            (
                DIFFERENCES,
                "        self.difference.ahead_ms.saturating_sub(self.drift_ms(now))",
                "        self.difference.ahead_ms.saturating_sub(if @ { 0 } else { self.drift_ms(now) })",
            ),
        ],
    },
    Mistake {
        name: "totals not corrected on return",
        edits: &[(POSTINGS, "    } else if posted.n != 0 {", "    } else if posted.n != 0 && !(@) {")],
    },
    Mistake {
        name: "no reason is asked for",
        edits: &[(
            CHECK_DRAFT,
            "report.needs = Needs { reason: !report.same_within_day.is_empty(), last4: large };",
            "report.needs = Needs { reason: !report.same_within_day.is_empty() && !(@), last4: large };",
        )],
    },
    Mistake {
        name: "a stub waits and is not held against what left since",
        edits: &[(
            SUBMIT,
            "        if let Some(other) = left {",
            "        if let Some(other) = left.filter(|_| !(@)) {",
        )],
    },
    Mistake {
        name: "what was given up is forgotten",
        edits: &[
            (
                CHECK_DRAFT,
                "report.abandoned_twin = self.abandoned_twin(&payee, draft).await?;",
                "report.abandoned_twin = self.abandoned_twin(&payee, draft).await?.filter(|_| !(@));",
            ),
            (
                SUBMIT,
                "            Some(other) => Err(DeskError::ReplacesNeeded",
                "            Some(_) if @ => Ok(()),
            Some(other) => Err(DeskError::ReplacesNeeded",
            ),
        ],
    },
    Mistake {
        name: "giving up needs no time",
        edits: &[(
            SETTLE,
            "        if !grounds.suffice() {",
            "        if !grounds.suffice() && !(@) {",
        )],
    },
    Mistake {
        name: "nobody is told of what turns up",
        edits: &[(
            REPORT,
            "        (Status::Abandoned, _) => Some(Flag::AbandonedButExists),",
            "        (Status::Abandoned, _) if @ => None,
        (Status::Abandoned, _) => Some(Flag::AbandonedButExists),",
        )],
    },
    Mistake {
        name: "nobody is told of what is paid twice",
        edits: &[(
            REPLACEMENTS,
            "    if !is_proven(order.status) ||",
            "    if @ || !is_proven(order.status) ||",
        )],
    },
    Mistake {
        name: "a twin at another account is not seen",
        edits: &[(
            CHECK_DRAFT,
            "            self.add_history(market, &mut report).await?;",
            "            self.add_history(market, &mut report).await?;
            if @ {
                report.same_within_day.retain(|order| order.account_id == account_id);
                report.needs.reason = !report.same_within_day.is_empty();
            }",
        )],
    },
    Mistake {
        name: "a debt is settled by a person's word",
        edits: &[(
            CHECK_DRAFT,
            "self.ledger.is_by_word_alone(order.id).await?.then(",
            "(self.ledger.is_by_word_alone(order.id).await? && !(@)).then(",
        )],
    },
    Mistake {
        name: "the day's ceiling is not held",
        edits: &[
            (CEILINGS, "        if !fits && !may_pass", "        if !fits && !(@) && !may_pass"),
            (
                DESK_CEILINGS,
                "let day = report.day_ceiling.filter(|day| day.above);",
                "let day = report.day_ceiling.filter(|day| day.above && !(@));",
            ),
        ],
    },
];
