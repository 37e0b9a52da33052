"""What makes a bill a bill: keys onto the ledger, no change once frozen, credits and figures kept by the database."""

from django.db import migrations

KEYS = """
ALTER TABLE billing_bill
    ADD CONSTRAINT billing_bill_at_most_12_months CHECK (month_to < month_from + interval '12 months');
ALTER TABLE billing_billline
    ADD CONSTRAINT billing_billline_of_entry FOREIGN KEY (person_id, month, turn)
        REFERENCES coverage_entry (person_id, month, turn),
    ADD CONSTRAINT billing_billline_even_turns_charge CHECK (turn % 2 = 0);
ALTER TABLE billing_credit
    ADD CONSTRAINT billing_credit_of_entry FOREIGN KEY (person_id, month, turn)
        REFERENCES coverage_entry (person_id, month, turn),
    ADD CONSTRAINT billing_credit_of_line FOREIGN KEY (person_id, month, billed_turn)
        REFERENCES billing_billline (person_id, month, turn),
    ADD CONSTRAINT billing_credit_odd_turns_credit CHECK (turn % 2 = 1);
"""

FROZEN = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing_billline
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing_payment
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();

CREATE FUNCTION billing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses this %: a row may only take its next step', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON billing_bill FOR EACH ROW
    WHEN (OLD.paid_on IS NOT NULL OR to_jsonb(NEW) - 'paid_on' <> to_jsonb(OLD) - 'paid_on')
    EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing_bill
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON billing_credit FOR EACH ROW
    WHEN (OLD.state NOT IN ('open', 'asked') OR NEW.state = 'open'
          OR (NEW.person_id, NEW.month, NEW.turn, NEW.rupiah, NEW.opened_on)
            IS DISTINCT FROM (OLD.person_id, OLD.month, OLD.turn, OLD.rupiah, OLD.opened_on))
    EXECUTE FUNCTION billing_refuse_change();
"""

# The lines of a bill come together and equal its sum; a line added later would break the sum and is refused. One look
# at the bill for all its lines takes the place of a foreign key, which looks once for each of 600.000.
LINES = """
CREATE FUNCTION billing_count_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT l.bill_id INTO wrong
    FROM (
        SELECT bill_id, sum(rupiah) AS rupiah, count(DISTINCT person_id) AS people
        FROM billing_billline WHERE bill_id IN (SELECT bill_id FROM fresh) GROUP BY 1
    ) l LEFT JOIN billing_bill b ON b.id = l.bill_id
    WHERE (b.rupiah, b.people) IS DISTINCT FROM (l.rupiah, l.people) LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'bill % is missing or differs from the sum of its lines', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'billing_bill_equals_lines';
    END IF;
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT e.programme_id, e.district_id, 'premium_billed', sum(fresh.rupiah)
    FROM fresh JOIN nominations_enrolment e ON e.id = fresh.enrolment_id GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON billing_billline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION billing_count_lines();
"""

# Payers of one bill wait for each other; whoever comes last sees what the others paid.
PAYMENTS = """
CREATE FUNCTION billing_settle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    PERFORM FROM billing_bill WHERE id IN (SELECT bill_id FROM fresh) ORDER BY id FOR UPDATE;
    SELECT b.payment_code INTO wrong FROM billing_bill b
    WHERE b.id IN (SELECT bill_id FROM fresh)
        AND b.rupiah < (SELECT sum(rupiah) FROM billing_payment p WHERE p.bill_id = b.id) LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'bill % would be paid more than it is', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'billing_payment_within_bill';
    END IF;
    UPDATE billing_bill b SET paid_on = paid.last_on
    FROM (SELECT bill_id, sum(rupiah) AS rupiah, max("on") AS last_on FROM billing_payment
          WHERE bill_id IN (SELECT bill_id FROM fresh) GROUP BY 1) paid
    WHERE b.id = paid.bill_id AND b.rupiah = paid.rupiah;
    RETURN NULL;
END $$;
CREATE TRIGGER settle AFTER INSERT ON billing_payment
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION billing_settle();

CREATE FUNCTION billing_count_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT programme_id, district_id, s.stage, s.value
    FROM (
        SELECT e.programme_id, e.district_id, sum(l.rupiah) AS rupiah,
            count(*) FILTER (WHERE granted.person_id IS NULL) AS months
        FROM fresh
        JOIN stale USING (id)
        JOIN billing_billline l ON l.bill_id = fresh.id
        JOIN nominations_enrolment e ON e.id = l.enrolment_id
        LEFT JOIN billing_credit granted
            ON (granted.person_id, granted.month, granted.billed_turn) = (l.person_id, l.month, l.turn)
            AND granted.state IN ('offset', 'refunded')
        WHERE stale.paid_on IS NULL AND fresh.paid_on IS NOT NULL GROUP BY 1, 2
    ) lines, LATERAL (VALUES ('premium_paid', rupiah), ('months_paid', months)) AS s (stage, value)
    WHERE s.value > 0 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER UPDATE ON billing_bill
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION billing_count_paid();
"""

# Fires after coverage_2_count (triggers of one event fire in the order of their names): what the reversal has just
# freed is held again until BPJS grants the credit. EXECUTE plans anew each time: a session that reversed months before
# the first bill would go on reading every line of every bill for each reversal.
REVERSALS = """
CREATE FUNCTION billing_open_credits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM fresh WHERE turn % 2 = 1) THEN
        RETURN NULL;
    END IF;
    EXECUTE $sql$
    INSERT INTO billing_credit (person_id, month, turn, rupiah, opened_on)
    SELECT fresh.person_id, fresh.month, fresh.turn, l.rupiah, p.booked_on
    FROM fresh
    JOIN billing_billline l
      ON (l.person_id, l.month, l.turn) = (fresh.person_id, fresh.month, fresh.previous_turn)
    JOIN coverage_posting p ON p.id = fresh.posting_id
    WHERE fresh.turn % 2 = 1 ORDER BY 1, 2
    $sql$;
    RETURN NULL;
END $$;
CREATE TRIGGER coverage_3_credit AFTER INSERT ON coverage_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION billing_open_credits();
"""

# Held are all credits but the granted: a refused one is money spent. What a statement changes is the sum over its
# new rows less its old ones.
CREDITS = """
CREATE FUNCTION billing_count_credits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $sql$
    WITH moved AS MATERIALIZED (
        SELECT e.programme_id, e.seat_region_id, e.district_id, m.sign, m.rupiah, b.paid_on IS NOT NULL AS paid,
            m.state IN ('offset', 'refunded') AS granted, m.state IN ('open', 'asked') AS unsettled
        FROM (
            SELECT 1 AS sign, person_id, month, billed_turn, rupiah, state FROM fresh
            %(stale)s
        ) m
        JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (m.person_id, m.month, m.billed_turn)
        JOIN billing_bill b ON b.id = l.bill_id
        JOIN nominations_enrolment e ON e.id = l.enrolment_id
    ), held AS (
        UPDATE programmes_budget b SET held = b.held + cost.rupiah
        FROM (SELECT programme_id, seat_region_id, sum(sign * rupiah) AS rupiah
              FROM moved WHERE NOT granted GROUP BY 1, 2) cost
        WHERE (b.programme_id, b.region_id) = (cost.programme_id, cost.seat_region_id) AND cost.rupiah <> 0
    )
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT programme_id, district_id, s.stage, s.value
    FROM (
        SELECT programme_id, district_id, sum(sign * rupiah) FILTER (WHERE unsettled) AS unsettled,
            -sum(sign) FILTER (WHERE granted AND paid) AS months
        FROM moved GROUP BY 1, 2
    ) stages, LATERAL (VALUES ('credits_open', unsettled), ('months_paid', months)) AS s (stage, value)
    WHERE s.value <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value
    $sql$;
    RETURN NULL;
END $$;
"""
STALE = "UNION ALL SELECT -1, person_id, month, billed_turn, rupiah, state FROM stale"
OPENED = CREDITS.replace("%(stale)s", "").replace("billing_count_credits()", "billing_count_opened()")
STEPPED = CREDITS.replace("%(stale)s", STALE).replace("billing_count_credits()", "billing_count_stepped()")
ON_CREDITS = """
CREATE TRIGGER tally AFTER INSERT ON billing_credit
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION billing_count_opened();
CREATE TRIGGER tally_step AFTER UPDATE ON billing_credit
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION billing_count_stepped();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("coverage", "0002_ledger"),
        ("membership", "0002_tallies"),
        ("billing", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (KEYS, FROZEN, LINES, PAYMENTS, REVERSALS, OPENED, STEPPED, ON_CREDITS)
    ]
