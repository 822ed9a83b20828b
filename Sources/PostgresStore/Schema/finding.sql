-- What fits a question, for any login, and how well, with all that it takes to rank found out on the way: one question to
-- the server finds what somebody asks for.

-- In how many texts of a home each question is met with, 0 for one that asks for nothing.
--
-- Of a common word among very many it is what the server has noted of some 30,000 of them (ANALYZE): to count all takes
-- longer than everything else that is asked, up to a second for the words of one submission among 100,000, and whether a
-- word stands in 29 or in 30 of a hundred texts says nothing. It has noted the texts of all homes, those that not all may see
-- among them: so what it noted is told only where these are few, and of a word so common that it must be one of the others'.
CREATE FUNCTION counts_of(home text, questions tsquery[]) RETURNS bigint[] LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    common text[];
    shares real[];
    every float8;
    share float8;
    -- How many texts the login is not told of, and in how many a word stands at least that stands not in these alone: as
    -- the notes are of some texts, they are off by so much, once in a million times.
    hidden float8;
    least float8;
    noted float8;
    counts bigint[] := '{}';
    led boolean := home = ANY (homes_as('lead')) OR is_above();
    question tsquery;
BEGIN
    PERFORM needs(home, 'staff');
    every := noted_texts();
    IF every >= 20000 THEN
        SELECT s.most_common_freqs[array_position(s.most_common_vals::text::text[], counts_of.home)] INTO share FROM pg_stats AS s
            WHERE s.schemaname = 'practice' AND s.tablename = 'words' AND s.attname = 'home';
        hidden := every * (1 - share);
        IF hidden <= every / 10 AND NOT led THEN
            SELECT hidden + count(*) INTO hidden FROM innovation AS i
                WHERE i.home = counts_of.home AND (i.visibility NOT IN ('home', 'everyone') OR i.held IS NOT NULL);
        END IF;
        IF hidden <= every / 10 THEN
            least := 2000 + hidden + 5 * sqrt(hidden * every / 30000);
            SELECT s.most_common_elems::text::text[], s.most_common_elem_freqs INTO common, shares FROM pg_stats AS s
                WHERE s.schemaname = 'practice' AND s.tablename = 'words' AND s.attname = 'words';
        END IF;
    END IF;
    FOREACH question IN ARRAY questions LOOP
        -- A word alone stands between quotes.
        noted := every * shares[array_position(common, substring(question::text FROM '^''([^'']+)''$'))];
        counts := counts || CASE WHEN noted > least THEN (noted * share)::bigint
            ELSE coalesce(open_count(home, question, led), 0) END;
    END LOOP;
    RETURN counts;
END $$;

-- BM25 of each of `ranking`, as FTS5 computes it, so that both engines put the same first. Without `asked` all there is,
-- without `ranking` 0. Each of `ranking` is a word or a phrase, for which ts_rank_cd adds up the weights (`shares`, of the
-- most) of its places, which is what is needed. One with something `beside` it counts only in what fits that too, as in a
-- branch of an `or`. With `first` only so many, those that fit best; those at the stages
-- `unlisted` are left out.
--
-- As full text is asked before anybody is judged (see search.sql), what it finds is judged here. In a home of one's own
-- nearly everything may be seen by nearly everybody: there what this login may not see is taken out of the few that are not
-- for all, which is far less than to look at each that was found.
CREATE FUNCTION fitting(
    home text, everywhere boolean, asked tsquery, ranking tsquery[], texts bigint, average float8, shares float4[], most float8,
    unlisted text[], first bigint, beside tsquery[] DEFAULT '{}'
) RETURNS TABLE (of_home text, innovation bigint, score float8) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path = practice, pg_temp
    -- Whom each may be shown to is looked up in an index that is in memory.
    SET random_page_cost = 1.1 AS $$
DECLARE
    led text[] := homes_as('lead');
    mine text[] := homes_as('staff');
    seen text := '';
    scores text;
    counted bigint;
    rarities float8[] := '{}';
BEGIN
    -- What is not said asks for no more than what is.
    everywhere := coalesce(everywhere, false);
    IF home IS NULL THEN RETURN; END IF;
    IF NOT is_bound(home) THEN first := NULL;
    ELSIF everywhere AND NOT is_above() OR NOT home = ANY (mine) THEN
        seen := ' AND EXISTS (SELECT FROM innovation AS i WHERE i.home = w.home AND i.number = w.innovation
            AND may_see(i.home, i.submitter_key, i.visibility, i.held, $8 <> ''{}'', $8, $9, $10, $11))';
    ELSIF NOT home = ANY (led) THEN
        seen := ' AND NOT EXISTS (SELECT FROM innovation AS i WHERE i.home = $1 AND i.number = w.innovation
            AND (i.visibility NOT IN (''home'', ''everyone'') OR i.held IS NOT NULL)
            AND NOT may_see(i.home, i.submitter_key, i.visibility, i.held, $8 <> ''{}'', $8, $9, $10, $11))';
    END IF;
    IF unlisted <> '{}' THEN
        seen := seen || ' AND NOT EXISTS (SELECT FROM innovation AS i WHERE i.home = w.home AND i.number = w.innovation AND i.stage = ANY ($12))';
    END IF;
    -- How rare a word is, only those of the home are told.
    IF ranking <> '{}' AND (home = ANY (mine) OR is_above()) THEN
        FOREACH counted IN ARRAY counts_of(home, ranking) LOOP
            rarities := rarities || greatest(ln((greatest(texts - counted, 0) + 0.5) / (counted + 0.5)), 1e-6);
        END LOOP;
    END IF;
    -- Only numbers are written into the statement.
    SELECT string_agg(format('coalesce($4[%1$s], 1) * 2.2 * (1 - 1.2 * (0.25 + 0.75 * w.length / $7)
        / ($6 * ts_rank_cd($5, w.words, $3[%1$s]) + 1.2 * (0.25 + 0.75 * w.length / $7)))'
        || CASE WHEN beside[k] IS NOT NULL THEN ' * (w.words @@ $14[%1$s])::int' ELSE '' END, k), ' + ') INTO scores
        FROM generate_series(1, cardinality(ranking)) AS k;
    RETURN QUERY EXECUTE concat('SELECT w.home, w.innovation, ', coalesce(scores, '0::float8'), ' AS score FROM words AS w WHERE true',
        CASE WHEN NOT everywhere THEN ' AND w.home = $1' END, CASE WHEN asked IS NOT NULL THEN ' AND w.words @@ $2' END, seen,
        CASE WHEN first IS NOT NULL THEN ' ORDER BY score DESC, w.innovation LIMIT $13' END)
        USING home, asked, ranking, rarities, shares, most, average, mine, led, my_keys(), my_mates(), unlisted, first, beside;
END $$;
