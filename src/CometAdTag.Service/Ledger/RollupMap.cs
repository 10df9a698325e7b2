namespace CometAdTag.Service.Ledger;

/// <summary>Finds or makes the series of a month's file for those of the day that is attached as `day`, in each width: a temporary table `map`.</summary>
internal static class RollupMap
{
    private const string Day = "day.series s LEFT JOIN day.websites w ON w.zone = s.zone";
    private const string Columns = """website, zone, campaign, creative, "trigger", "index" """;

    public const string Sql = $"""
        INSERT OR IGNORE INTO main.series ({Columns}) SELECT ifnull(w.website, ''), s.zone, s.campaign, s.creative, s."trigger", s."index" FROM {Day};
        INSERT OR IGNORE INTO main.series ({Columns}) SELECT DISTINCT ifnull(w.website, ''), s.zone, s.campaign, '', -1, -1 FROM {Day};
        INSERT OR IGNORE INTO main.series ({Columns}) SELECT DISTINCT '', '', s.campaign, '', -1, -1 FROM day.series s;
        CREATE TEMP TABLE map (
          day_series INTEGER PRIMARY KEY, series INTEGER NOT NULL UNIQUE, by_zone INTEGER NOT NULL, by_campaign INTEGER NOT NULL);
        INSERT INTO map SELECT s.series, a.series, z.series, c.series FROM {Day}
          JOIN main.series a ON a.website = ifnull(w.website, '') AND a.zone = s.zone AND a.campaign = s.campaign AND a.creative = s.creative
            AND a."trigger" = s."trigger" AND a."index" = s."index"
          JOIN main.series z ON z.website = ifnull(w.website, '') AND z.zone = s.zone AND z.campaign = s.campaign AND z.creative = ''
            AND z."trigger" = -1 AND z."index" = -1
          JOIN main.series c ON c.website = '' AND c.zone = '' AND c.campaign = s.campaign AND c.creative = ''
            AND c."trigger" = -1 AND c."index" = -1;
        """;
}
