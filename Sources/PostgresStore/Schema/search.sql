-- Full text, for any login. A policy on `words` would have each of its rows looked at before it is compared with what is
-- asked, and so keep the index from being used; these ask the index first, and hand over only what the login may see.

-- Whether what the login is shown of a home is what its person may see: not of one whom no policy binds, who may look
-- with the eyes of anybody.
CREATE FUNCTION is_bound(home text) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN home = ANY (homes_as('lead')) OR NOT is_above();
END $$;

-- How many texts all homes have together, as far as the server has noted it (ANALYZE) and by how its table has grown since,
-- as an import of many does to it. Null where it has noted nothing.
CREATE FUNCTION noted_texts() RETURNS float8 LANGUAGE sql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
    SELECT nullif(c.reltuples, -1) / nullif(c.relpages, 0) * (pg_relation_size(c.oid) / current_setting('block_size')::float8)
        FROM pg_class AS c WHERE c.oid = 'words'::regclass;
$$;

-- How many texts a home has, and how long they are: what tells how rare a word is, for whoever is of that home.
--
-- Of very many it is what the server has noted of some 30,000 of them (ANALYZE), lengths those of all homes: to go through
-- a million takes a second, which every command would pay for its first search.
CREATE FUNCTION texts(home text, OUT count bigint, OUT average float8) LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'staff');
    SELECT noted_texts() * s.most_common_freqs[array_position(s.most_common_vals::text::text[], texts.home)] INTO count
        FROM pg_stats AS s WHERE s.schemaname = 'practice' AND s.tablename = 'words' AND s.attname = 'home';
    IF count >= 20000 THEN
        SELECT coalesce(common.length, 0) + (1 - coalesce(common.share, 0)) * coalesce(other.length, 0) INTO average FROM pg_stats AS s,
            LATERAL (SELECT sum(c.length * c.share) AS length, sum(c.share) AS share
                FROM unnest(s.most_common_vals::text::bigint[], s.most_common_freqs) AS c (length, share)) AS common,
            LATERAL (SELECT avg(o.length) AS length FROM unnest(s.histogram_bounds::text::bigint[]) AS o (length)) AS other
            WHERE s.schemaname = 'practice' AND s.tablename = 'words' AND s.attname = 'length';
    END IF;
    IF average IS NULL THEN
        SELECT count(*), coalesce(avg(w.length), 0) INTO count, average FROM words AS w WHERE w.home = texts.home;
    END IF;
END $$;

-- In how many texts of a home that all of it may see: what counts for whom not all are shown, as who asks of every word,
-- word after word, would read the others. (The embedded engine counts all, whose file anybody who asks can read.) They are
-- few, and have an index of their own; all but them are counted by the words' index alone.
CREATE FUNCTION open_count(home text, question tsquery, led boolean) RETURNS bigint LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    count bigint;
BEGIN
    PERFORM needs(home, CASE WHEN led THEN 'lead' ELSE 'staff' END);
    SELECT count(*) INTO count FROM words AS w WHERE w.home = open_count.home AND w.words @@ question;
    IF led THEN RETURN count; END IF;
    RETURN count - (SELECT count(*) FROM innovation AS i JOIN words AS w ON w.home = i.home AND w.innovation = i.number
        WHERE i.home = open_count.home AND (i.visibility NOT IN ('home', 'everyone') OR i.held IS NOT NULL) AND w.words @@ question);
END $$;
