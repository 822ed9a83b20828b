-- A text by the key by which names are compared: case does not count, in any alphabet.
CREATE FUNCTION fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(normalize(given, NFC) COLLATE "und-x-icu") COLLATE "C";

-- The values of an answer: one of a text or a number, each of a list's, none where there is no answer.
CREATE FUNCTION values_of(fields jsonb, name text) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
    AS $$ SELECT v FROM jsonb_array_elements(CASE WHEN fields -> name IS NULL THEN '[]'::jsonb
        WHEN jsonb_typeof(fields -> name) = 'array' THEN fields -> name ELSE jsonb_build_array(fields -> name) END) AS v $$;

-- Numbers are sequences', one for the innovations of a home and one for its batches: given out outside of the
-- transaction, never twice, and without one writer waiting for another.
CREATE FUNCTION sequence_of(home text, what text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN format('practice.%I', what || '.' || CASE WHEN length(home) > 50 THEN left(home, 18) || md5(home) ELSE home END);

-- The first of so many numbers that follow one another. Single ones are given out at the same time; whoever takes many
-- waits for those and they for him, for a moment.
CREATE FUNCTION reserve(home text, what text, count bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    name regclass := sequence_of(home, what)::regclass;
    gate bigint := hashtextextended(what || '.' || home, 20);
    top bigint;
    first bigint;
BEGIN
    IF count = 1 THEN PERFORM pg_advisory_lock_shared(gate); ELSE PERFORM pg_advisory_lock(gate); END IF;
    first := nextval(name);
    -- Rows that came with a number of their own, as a restored registry's do.
    IF what = 'batch' THEN SELECT max(b.number) INTO top FROM batch AS b WHERE b.home = reserve.home;
    ELSE SELECT max(i.number) INTO top FROM innovation AS i WHERE i.home = reserve.home; END IF;
    IF top >= first THEN
        PERFORM setval(name, top);
        first := nextval(name);
    END IF;
    IF count > 1 THEN PERFORM setval(name, first + count - 1); END IF;
    -- Held until the transaction ends: what `settled` reads.
    IF what = 'batch' THEN PERFORM pg_advisory_xact_lock_shared(hashtext('batch.' || home), (first & 2147483647)::int); END IF;
    IF count = 1 THEN PERFORM pg_advisory_unlock_shared(gate); ELSE PERFORM pg_advisory_unlock(gate); END IF;
    RETURN first;
END $$;

-- The number up to which no batch is still being made: those up to it are there, or never will be.
CREATE FUNCTION settled(home text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    gate bigint := hashtextextended('batch.' || home, 20);
    last bigint;
    open bigint;
BEGIN
    -- Nobody is between a number and its lock meanwhile.
    PERFORM pg_advisory_lock(gate);
    EXECUTE format('SELECT last_value - (NOT is_called)::int FROM %s', sequence_of(home, 'batch')) INTO last;
    SELECT min(l.objid::bigint) INTO open FROM pg_locks AS l
        WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = (hashtext('batch.' || home)::bigint & 4294967295)::oid
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());
    PERFORM pg_advisory_unlock(gate);
    -- Batches of an archive have come without one.
    RETURN coalesce(open - 1, greatest(last, (SELECT max(b.number) FROM batch AS b WHERE b.home = settled.home)));
END $$;

-- Keeps an innovation from being changed by others until the transaction ends, so that its signals and gates are made
-- of what is there. Whoever contributes to it may do so, and could not change the row.
CREATE FUNCTION hold(home text, number bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
    SELECT 1 FROM innovation AS i WHERE i.home = hold.home AND i.number = hold.number FOR NO KEY UPDATE $$;

CREATE FUNCTION found_home(home text, created text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    INSERT INTO home VALUES (home, created) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    EXECUTE format('CREATE SEQUENCE %s', sequence_of(home, 'innovation'));
    EXECUTE format('CREATE SEQUENCE %s', sequence_of(home, 'batch'));
    RETURN true;
END $$;
