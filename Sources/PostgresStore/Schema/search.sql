-- Full text, for any login. A policy on `words` would have each of its rows looked at before it is compared with what is
-- asked, and so keep the index from being used; these ask the index first, and hand over only what the login may see.

-- Whether what the login is shown of a home is what its person may see: not of one whom no policy binds, who may look
-- with the eyes of anybody.
CREATE FUNCTION is_bound(home text) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN home = ANY (homes_as('lead')) OR NOT is_above();
END $$;

-- What fits a question, and how well: BM25 of each of `ranking`, as FTS5 computes it, so that both engines put the same
-- first. Without `asked` all there is, without `ranking` 0. Each of `ranking` is a word or a phrase, for which ts_rank_cd
-- adds up the weights (`shares`, of the most) of its places, which is what is needed. With `first` only so many, those
-- that fit best; those at the stages `unlisted` are left out.
CREATE FUNCTION matching(
    home text, everywhere boolean, asked tsquery, ranking tsquery[], rarities float8[], shares float4[], most float8, average float8,
    unlisted text[], first bigint
) RETURNS TABLE (of_home text, innovation bigint, score float8) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path = practice, pg_temp
    -- Whom each may be shown to is looked up in an index that is in memory.
    SET random_page_cost = 1.1 AS $$
DECLARE
    led text[] := homes_as('lead');
    mine text[] := homes_as('staff');
    seen text := 'true';
    scores text;
BEGIN
    -- What is not said asks for no more than what is.
    everywhere := coalesce(everywhere, false);
    unlisted := coalesce(unlisted, '{}');
    IF home IS NULL THEN RETURN; END IF;
    IF NOT is_bound(home) THEN first := NULL;
    ELSIF everywhere AND NOT is_above() OR NOT home = ANY (led) THEN
        seen := 'may_see(i.home, i.submitter_key, i.visibility, i.held, $8 <> ''{}'', $8, $9, $10, $11)';
    END IF;
    -- Only numbers are written into the statement.
    SELECT string_agg(format('$4[%1$s] * 2.2 * (1 - 1.2 * (0.25 + 0.75 * w.length / $7)
        / ($6 * ts_rank_cd($5, w.words, $3[%1$s]) + 1.2 * (0.25 + 0.75 * w.length / $7)))', k), ' + ') INTO scores
        FROM generate_series(1, cardinality(ranking)) AS k;
    RETURN QUERY EXECUTE concat('SELECT w.home, w.innovation, ', coalesce(scores, '0::float8'), ' AS score FROM words AS w',
        CASE WHEN seen <> 'true' OR unlisted <> '{}' THEN ' JOIN innovation AS i ON i.home = w.home AND i.number = w.innovation AND ' || seen END,
        CASE WHEN unlisted <> '{}' THEN ' AND i.stage <> ALL ($12)' END,
        ' WHERE true', CASE WHEN NOT everywhere THEN ' AND w.home = $1' END, CASE WHEN asked IS NOT NULL THEN ' AND w.words @@ $2' END,
        CASE WHEN first IS NOT NULL THEN ' ORDER BY score DESC, w.innovation LIMIT $13' END)
        USING home, asked, ranking, rarities, shares, most, average, mine, led, my_keys(), my_mates(), unlisted, first;
END $$;

-- How many texts a home has, and how long they are: what tells how rare a word is, for whoever is of that home.
CREATE FUNCTION texts(home text, OUT count bigint, OUT average float8) LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'staff');
    SELECT count(*), coalesce(avg(w.length), 0) INTO count, average FROM words AS w WHERE w.home = texts.home;
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

-- How many texts of a home fit each question; 0 for one that asks for nothing.
CREATE FUNCTION text_counts(home text, questions tsquery[]) RETURNS bigint[] LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    counts bigint[] := '{}';
    led boolean := home = ANY (homes_as('lead')) OR is_above();
    question tsquery;
BEGIN
    PERFORM needs(home, 'staff');
    FOREACH question IN ARRAY questions LOOP
        counts := counts || coalesce(open_count(home, question, led), 0);
    END LOOP;
    RETURN counts;
END $$;

-- Sorts what was added into the index of words, and says how much that was. The server does so by itself in time; who
-- imports many has it done at once.
CREATE FUNCTION tidy_words() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp SET maintenance_work_mem = '256MB' AS $$
BEGIN
    IF homes_as('lead') = '{}' THEN RETURN 0; END IF;
    RETURN gin_clean_pending_list('words_words');
END $$;
