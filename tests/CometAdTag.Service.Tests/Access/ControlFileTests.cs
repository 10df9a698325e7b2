using CometAdTag.Service.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Access;

public sealed class ControlFileTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void What_is_set_is_there_after_a_restart_and_answers_what_was_there_before()
    {
        using (var file = Open())
        {
            Assert.Null(file.Change("anna (adops)", "zone refresh set", "zone", "5", """{"interval":30000}"""));
            Assert.Equal("""{"interval":30000}""", file.Change("anna (adops)", "zone refresh set", "zone", "5", """{"interval":60000}"""));
            Assert.Null(file.Change("anna (adops)", "withdrawal made", "withdrawal", "5", "{}"));
        }
        using var again = Open();
        Assert.Equal([("5", """{"interval":60000}""")], again.Entries("zone"));
        Assert.Equal("{}", again.Change("bert (admin)", "withdrawal deleted", "withdrawal", "5", null));
        Assert.Empty(again.Entries("withdrawal"));
        Assert.Single(again.Entries("zone"));
    }

    [Fact]
    public void Every_change_leaves_one_row_in_the_audit_and_what_changes_nothing_none()
    {
        using var file = Open();
        file.Change("anna (adops)", "zone refresh set", "zone", "5", "1");
        time.Advance(TimeSpan.FromSeconds(1));
        file.Change("bert (admin)", "zone refresh set", "zone", "5", "2");
        file.Change("bert (admin)", "zone refresh set", "zone", "5", "2");
        file.Change("bert (admin)", "zone refresh deleted", "zone", "6", null);
        file.Change("bert (admin)", "zone refresh deleted", "zone", "5", null);

        Assert.Equal(
            [
                "1795348800000|anna (adops)|zone refresh set|5||1",
                "1795348801000|bert (admin)|zone refresh set|5|1|2",
                "1795348801000|bert (admin)|zone refresh deleted|5|2|",
            ],
            Rows(file));
    }

    [Fact]
    public void A_change_that_fails_half_way_leaves_nothing()
    {
        using var file = Open();
        file.Write(change => Statement.Once(change.Connection, "DROP TABLE audit"));

        var failed = Assert.Throws<ControlFileException>(() => file.Change("anna", "zone refresh set", "zone", "5", "1"));

        Assert.StartsWith($"{file.Path}: ", failed.Message, StringComparison.Ordinal);
        Assert.Empty(file.Entries("zone"));
    }

    [Fact]
    public void The_version_changes_with_the_changes_of_this_and_of_other_processes_only()
    {
        using var mine = Open();
        using var other = Open();
        var before = mine.Version;
        Assert.Equal(before, mine.Version);

        mine.Change("anna", "set", "zone", "5", "1");
        var own = mine.Version;
        other.Change("command", "set", "zone", "5", "2");

        Assert.Equal(3, new[] { before, own, mine.Version }.Distinct().Count());
        Assert.Equal([("5", "2")], mine.Entries("zone"));
    }

    [Fact]
    public void Two_writers_wait_for_each_other_and_none_is_lost()
    {
        using var one = Open();
        using var two = Open();
        Parallel.For(0, 40, i => (i % 2 == 0 ? one : two).Change("anna", "set", "zone", $"{i}", "1"));
        Assert.Equal(40, one.Entries("zone").Count);
        Assert.Equal(40, Rows(two).Count);
    }

    [Fact]
    public void The_audit_forgets_what_is_older_than_400_days_or_has_a_million_rows_after_it()
    {
        using var file = Open();
        file.Change("anna", "set", "zone", "1", "1");
        time.Advance(TimeSpan.FromDays(399));
        file.Change("anna", "set", "zone", "2", "1");
        Assert.Equal(2, Rows(file).Count);
        time.Advance(TimeSpan.FromDays(2));
        file.Change("anna", "set", "zone", "3", "1");
        Assert.Equal(2, Rows(file).Count);

        file.Write(change => Statement.Once(change.Connection, "UPDATE audit SET id = 1000002 WHERE id = 3"));
        file.Change("anna", "set", "zone", "4", "1");
        Assert.Equal(["3", "4"], Rows(file).Select(row => row.Split('|')[3]));
    }

    [Fact]
    public void Only_the_owner_may_read_the_file_and_those_that_SQLite_keeps_beside_it()
    {
        using var file = Open();
        file.Change("anna", "set", "zone", "5", "1");
        var files = Directory.GetFiles(folder.Path, "control.db*");
        Assert.Equal(["control.db", "control.db-shm", "control.db-wal"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(path).UnixFileMode));
    }

    [Fact]
    public void A_file_that_is_no_control_file_stops_the_start_and_stays_as_it_is()
    {
        var path = folder.File("control.db", new string('x', 4096));
        var wrong = Assert.Throws<SettingsException>(Open);
        Assert.Equal([$"{path}: cannot be used: it is damaged or of another program; move it away to start with a new one."], wrong.Errors);
        Assert.Equal(new string('x', 4096), File.ReadAllText(path));
    }

    [Fact]
    public void A_file_of_a_later_program_stops_the_start()
    {
        using (var file = Open()) file.Write(change => Statement.Once(change.Connection, "PRAGMA user_version = 2"));
        var wrong = Assert.Throws<SettingsException>(Open);
        Assert.EndsWith("control.db: cannot be used: it has schema version 2, this program writes version 1.", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private ControlFile Open() => new(new DataFolder(folder.Path), time);

    private static List<string> Rows(ControlFile file) => file.Read(connection =>
    {
        using var command = new SqliteCommand("SELECT at, who, what, subject, before, after FROM audit ORDER BY id", connection);
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read()) read.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return read;
    });
}
