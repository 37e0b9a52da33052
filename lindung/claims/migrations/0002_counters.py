"""Decisions and payments are never changed; what a claim was granted and paid moves with them."""

from django.db import migrations

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("claims_decision", "claims_payout")
)

# The CHECK on the claim refuses a payment above the decision, and a decision below what was paid.
COUNTERS = """
CREATE FUNCTION claims_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE claims_claim c SET granted = last.rupiah
    FROM (SELECT DISTINCT ON (claim_id) claim_id, rupiah FROM fresh ORDER BY claim_id, sequence DESC) last
    WHERE last.claim_id = c.id;
    RETURN NULL;
END $$;
CREATE TRIGGER grant_benefit AFTER INSERT ON claims_decision
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_grant();

CREATE FUNCTION claims_count_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT e.programme_id, e.district_id, 'claims', count(*)
    FROM fresh JOIN nominations_enrolment e ON e.id = fresh.enrolment_id GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON claims_claim
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_count_reported();

CREATE FUNCTION claims_count_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH sums AS (
        SELECT y.claim_id, sum(fresh.rupiah) AS rupiah
        FROM fresh JOIN claims_payee y ON y.id = fresh.payee_id GROUP BY 1
    )
    UPDATE claims_claim c SET paid = c.paid + sums.rupiah FROM sums WHERE sums.claim_id = c.id;
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT e.programme_id, e.district_id, 'claims_paid_rupiah', sum(fresh.rupiah)
    FROM fresh JOIN claims_payee y ON y.id = fresh.payee_id JOIN claims_claim c ON c.id = y.claim_id
    JOIN nominations_enrolment e ON e.id = c.enrolment_id GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON claims_payout
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION claims_count_paid();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("programmes", "0001_initial"),
        ("nominations", "0001_initial"),
        ("claims", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(COUNTERS, migrations.RunSQL.noop),
    ]
