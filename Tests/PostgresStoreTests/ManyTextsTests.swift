import RegistryCore
import Testing

/// What is asked of very many texts without going through them.
@Suite struct ManyTextsTests {
    @Test("of very many texts the server's notes say how many there are, how long, and in how many a common word stands")
    func noted() throws {
        let trying = try Trying()
        // Rows that nothing refers to are enough for full text; every third has “often”, every fifth is twice as long.
        _ = try trying.psql("""
            SET session_replication_role = replica;
            INSERT INTO words (home, innovation, words, length)
            SELECT 'county', n, (CASE WHEN n % 3 = 0 THEN '''often'':1D ' ELSE '' END || CASE WHEN n = 7 THEN '''rare'':2D' ELSE '' END)::tsvector,
                CASE WHEN n % 5 = 0 THEN 100 ELSE 50 END FROM generate_series(1, 21000) AS n
            """)
        let asked = "SELECT count || ' ' || round(average::numeric, 1) FROM texts('county'); SELECT counts_of('county', '{often,rare,never}')"
        #expect(try trying.psql(asked) == "21000 60.0\n{7000,1,0}")
        _ = try trying.psql("ANALYZE words")
        // From now on the notes are asked: what came since they were taken is not in them.
        _ = try trying.psql("SET session_replication_role = replica; DELETE FROM words WHERE innovation <> 7 AND innovation % 2 = 1")
        #expect(try trying.psql(asked) == "21000 60.0\n{7000,1,0}")
    }
}
