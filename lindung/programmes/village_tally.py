"""How the totals of villages move: SQL for the migrations of the rooms whose tables move them.

A statement trigger takes all rows of a statement at once, in the order of the key, and is planned anew each time: a
plan kept from one row would serve a hundred thousand.
"""

MOVE = """
INSERT INTO programmes_villagetally AS t (programme_id, village_id, stage, value)
SELECT programme_id, village_id, stage, sum(people)
FROM ({moves}) AS moved (programme_id, village_id, stage, people)
GROUP BY 1, 2, 3 HAVING sum(people) <> 0 ORDER BY 1, 2, 3
ON CONFLICT (programme_id, village_id, stage) DO UPDATE SET value = t.value + excluded.value
"""
TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $sql${move}$sql$;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table}
    REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def when_entered(name: str, table: str, moves: str) -> str:
    """A trigger on INSERT; `moves` selects programme, village, stage and people from {rows}.

    What is there already is counted at once.
    """
    move = MOVE.format(moves=moves.format(rows="fresh"))
    trigger = TRIGGER.format(name=name, move=move, event="INSERT", table=table, rows="NEW TABLE AS fresh")
    return f"{trigger}{MOVE.format(moves=moves.format(rows=table))};"


def when_changed(name: str, table: str, moves: str) -> str:
    """A trigger on UPDATE; `moves` selects programme, village, stage and people from `fresh` and `stale`."""
    both = "NEW TABLE AS fresh OLD TABLE AS stale"
    return TRIGGER.format(name=name, move=MOVE.format(moves=moves), event="UPDATE", table=table, rows=both)
