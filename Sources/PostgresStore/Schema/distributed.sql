-- What a registry does otherwise on a Citus cluster, on top of all else.
--
-- All of one home stands on one server. A function that works on it runs there, in the same transaction as the statements
-- that go there: the coordinator hands the whole call over (create_distributed_function), as the login that asks. It could
-- not do so itself, as the owner of the tables, by whose rights it runs, is nobody whom another server would let in.

-- The homes that are made in this transaction: each server knows by itself which row it has just written. A number of a
-- transaction comes again after 4,000 million of them, which takes a server longer than half a day.
ALTER TABLE home ADD COLUMN since timestamptz NOT NULL;

CREATE OR REPLACE FUNCTION newly_made() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF pg_current_xact_id_if_assigned() IS NULL THEN RETURN '{}'; END IF;
    RETURN ARRAY(SELECT h.home FROM home AS h WHERE h.xmin = pg_current_xact_id_if_assigned()::xid AND h.since > now() - interval '12 hours');
END $$;

CREATE OR REPLACE FUNCTION founded() RETURNS text[] LANGUAGE sql STABLE RETURN newly_made();

-- Homes and people are on every server, where each row is written by the login itself.
CREATE FUNCTION may_found() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN is_above() OR CASE WHEN EXISTS (SELECT FROM home AS h) THEN homes_as('admin') <> '{}'
        ELSE has_database_privilege(login(), current_database(), 'CREATE') END;
END $$;

CREATE FUNCTION is_home(home text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN may_found() AND EXISTS (SELECT FROM home AS h WHERE h.home = is_home.home);
END $$;

GRANT INSERT ON home TO PUBLIC;
CREATE POLICY adding ON home FOR INSERT WITH CHECK (
    may_found() AND home ~ '^[a-z][a-z0-9-]{0,62}$' AND since > now() - interval '1 hour' AND since < now() + interval '1 hour');

-- What only one may do at a time there: a row that is not there holds nobody.
CREATE FUNCTION make_latches(home text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    one text;
BEGIN
    IF NOT (home = ANY (founded()) OR is_above()) THEN RAISE insufficient_privilege; END IF;
    FOREACH one IN ARRAY '{documents,people,seal,numbers,undo}'::text[] LOOP
        INSERT INTO latch AS l (home, name) VALUES (make_latches.home, one);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION found_home(home text, created text) RETURNS boolean LANGUAGE plpgsql SET search_path = practice, pg_temp AS $$
DECLARE
    -- The same on every server.
    now timestamptz := now();
BEGIN
    IF NOT may_found() THEN RAISE insufficient_privilege USING MESSAGE = format('%s may not make a home here', login()); END IF;
    IF home !~ '^[a-z][a-z0-9-]{0,62}$' THEN RAISE check_violation USING MESSAGE = 'this cannot be the name of a home'; END IF;
    -- Not by ON CONFLICT: Citus takes a lock for that which asks for the right to change what is there.
    IF is_home(home) THEN RETURN false; END IF;
    INSERT INTO home AS h (home, created, since) VALUES (found_home.home, found_home.created, now);
    PERFORM FROM make_latches(home);
    RETURN true;
END $$;

-- An archive takes the place of what the servers of one home alone cannot take out.
CREATE OR REPLACE FUNCTION empty_home(home text) RETURNS boolean LANGUAGE plpgsql SET search_path = practice, pg_temp AS $$
BEGIN
    RAISE feature_not_supported USING MESSAGE = 'a home of a distributed registry is not emptied';
END $$;

-- A sequence of the server that keeps the home. It is made when it is first needed there: homes are carried from server to
-- server, and sequences stay behind. What it gives out goes on from the rows that there are (`reserve`).
CREATE FUNCTION sequence_here(home text, what text) RETURNS regclass LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    name text := sequence_of(home, what);
BEGIN
    IF to_regclass(name) IS NULL THEN
        PERFORM needs(home, 'staff');
        BEGIN
            EXECUTE format('CREATE SEQUENCE %s', name);
        EXCEPTION WHEN duplicate_table OR unique_violation THEN
            -- Somebody else made it meanwhile.
        END;
    END IF;
    RETURN name::regclass;
END $$;

-- Which transaction wrote a row Citus does not tell: the table's piece on this server does. Elsewhere no number was given.
CREATE OR REPLACE FUNCTION open_batches() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    open text[] := '{}';
    mine text;
    given bigint;
    is_kept boolean;
BEGIN
    FOREACH mine IN ARRAY homes_as('staff') LOOP
        BEGIN
            given := currval(to_regclass(sequence_of(mine, 'batch')));
            CONTINUE WHEN given IS NULL;
            EXECUTE format('SELECT EXISTS (SELECT FROM %s AS b WHERE b.home = $1 AND b.number = $2 AND b.xmin IS DISTINCT FROM $3::xid)',
                piece('batch', mine))
                INTO is_kept USING mine, given, pg_current_xact_id_if_assigned();
            IF NOT is_kept THEN open := open || (mine || '/' || given); END IF;
        EXCEPTION WHEN object_not_in_prerequisite_state THEN
            -- This session was given none of that home's.
        END;
    END LOOP;
    RETURN open;
END $$;

CREATE OR REPLACE FUNCTION begun_batches() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    begun text[] := '{}';
    one text;
    is_begun boolean;
BEGIN
    FOREACH one IN ARRAY open_batches() LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s AS b WHERE b.home = $1 AND b.number = $2)', piece('batch', split_part(one, '/', 1)))
            INTO is_begun USING split_part(one, '/', 1), split_part(one, '/', 2)::bigint;
        IF is_begun THEN begun := begun || one; END IF;
    END LOOP;
    RETURN begun;
END $$;

CREATE OR REPLACE FUNCTION begun_entries() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    begun jsonb := '{}';
    one text;
    last bigint;
BEGIN
    FOREACH one IN ARRAY begun_batches() LOOP
        EXECUTE format('SELECT max(e.position) FROM %s AS e WHERE e.home = $1 AND e.batch = $2', piece('entry', split_part(one, '/', 1)))
            INTO last USING split_part(one, '/', 1), split_part(one, '/', 2)::bigint;
        begun := begun || jsonb_build_object(one, last);
    END LOOP;
    RETURN begun;
END $$;

-- How well words fit questions, as `fitting` has it: of all homes together they are judged row by row.
CREATE FUNCTION how_well(words tsvector, length bigint, ranking tsquery[], counts bigint[], texts bigint, average float8, shares float4[], most float8,
    beside tsquery[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(sum(greatest(ln((greatest(texts - c, 0) + 0.5) / (c + 0.5)), 1e-6) * 2.2 * (1 - 1.2 * (0.25 + 0.75 * length / average)
            / (most * ts_rank_cd(shares, words, q) + 1.2 * (0.25 + 0.75 * length / average)))), 0)
        FROM unnest(ranking, counts, beside) AS r (q, c, b) WHERE b IS NULL OR words @@ b $$;

-- Adds rows in statements that name each: of a question on rows that stand elsewhere Citus makes a COPY, which policies
-- refuse.
CREATE FUNCTION insert_rows(target text, rows json, conflict text) RETURNS bigint LANGUAGE plpgsql SET search_path = practice, pg_temp AS $$
DECLARE
    part text;
    added bigint;
    all_added bigint := 0;
BEGIN
    FOR part IN SELECT string_agg(one, ', ') FROM (
        SELECT r.place, '(' || (SELECT string_agg(quote_nullable(v.value), ', ' ORDER BY v.ordinality)
            FROM json_each_text(r.row) WITH ORDINALITY AS v) || ')' AS one FROM json_array_elements(rows) WITH ORDINALITY AS r (row, place)
        ) AS written GROUP BY (place - 1) / 200 ORDER BY min(place) LOOP
        EXECUTE concat('INSERT INTO ', target, ' VALUES ', part, ' ', conflict);
        GET DIAGNOSTICS added = ROW_COUNT;
        all_added := all_added + added;
    END LOOP;
    RETURN all_added;
END $$;

-- The index of words is in as many pieces as there are, and each server sorts its own by itself.
CREATE OR REPLACE FUNCTION tidy_words() RETURNS bigint LANGUAGE sql RETURN 0;

DO $$
DECLARE
    -- On each server the only piece of these tables, by the same name: a policy reads it for each row without asking Citus.
    person text := piece('person', '');
    home text := piece('home', '');
    apart text := (SELECT string_agg(c.relname, '|') FROM pg_dist_partition AS d JOIN pg_class AS c ON c.oid = d.logicalrelid
        WHERE c.relnamespace = 'practice'::regnamespace AND d.partmethod = 'h');
    -- The functions that read or write what a home has, or call one that does.
    there oid[] := ARRAY(WITH RECURSIVE called (oid, name) AS (
            SELECT p.oid, p.proname FROM pg_proc AS p WHERE p.pronamespace = 'practice'::regnamespace AND p.prosecdef
                AND p.prosrc ~ format('\m(FROM|JOIN|INTO|UPDATE) (%s)\M|\msequence_of\(', apart)
            UNION SELECT p.oid, p.proname FROM called AS c JOIN pg_proc AS p ON p.prosrc ~ format('\m%s\(', c.name)
                WHERE p.pronamespace = 'practice'::regnamespace AND p.prosecdef)
        SELECT c.oid FROM called AS c);
    one record;
    body text;
BEGIN
    FOR one IN SELECT p.oid, p.oid::regprocedure::text AS signature, p.proname, p.prosrc, p.prosecdef, p.proargnames[1] = 'home' AS is_of_home,
            pg_get_functiondef(p.oid) AS definition, p.oid = ANY (there) AS is_there
            FROM pg_proc AS p WHERE p.pronamespace = 'practice'::regnamespace LOOP
        body := one.definition;
        IF one.prosecdef THEN body := replace(replace(regexp_replace(body, '\m(FROM|JOIN) (person|home) AS', '\1 @\2 AS', 'g'), '@person', person), '@home', home); END IF;
        -- Whoever takes a number has its sequence made here; whoever only looks how far it is may be reading.
        IF one.prosrc ~ '\mnextval\(' THEN
            body := regexp_replace(body, '\msequence_of(\([^()]*\))::regclass', 'sequence_here\1', 'g');
        ELSE
            body := regexp_replace(body, '\msequence_of(\([^()]*\))::regclass', 'to_regclass(sequence_of\1)', 'g');
            body := regexp_replace(body, 'EXECUTE format\(''SELECT last_value [^;]*(sequence_of\([^()]*\))\) INTO last;',
                'last := coalesce(pg_sequence_last_value(to_regclass(\1)), 0);');
        END IF;
        IF body <> one.definition AND one.proname <> 'sequence_here' THEN EXECUTE body; END IF;
        -- Within a question that Citus has sent to a server what stands there may be read.
        IF one.is_there THEN
            EXECUTE format('ALTER FUNCTION %s SET citus.allow_nested_distributed_execution = on', one.signature);
        END IF;
        IF one.is_there AND one.is_of_home AND one.proname <> 'sequence_here' THEN
            EXECUTE format('SELECT create_distributed_function(%L, ''home'', colocate_with => ''practice.document'', force_delegation => true)', one.signature);
        END IF;
    END LOOP;
END $$;

-- The owner takes it all over at the end, as it could not have made it: no server lets it in.
DO $$
DECLARE
    one text;
BEGIN
    ALTER SCHEMA practice OWNER TO practice_owner;
    FOR one IN SELECT format('TABLE %s', d.logicalrelid) FROM pg_dist_partition AS d JOIN pg_class AS c ON c.oid = d.logicalrelid
            WHERE c.relnamespace = 'practice'::regnamespace
        UNION ALL SELECT format('FUNCTION %s', p.oid::regprocedure) FROM pg_proc AS p WHERE p.pronamespace = 'practice'::regnamespace LOOP
        EXECUTE format('ALTER %s OWNER TO practice_owner', one);
    END LOOP;
END $$;
