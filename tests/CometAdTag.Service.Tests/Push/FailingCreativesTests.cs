using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Push;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Push;

/// <summary>Which creatives fail for so many viewers that they are withdrawn.</summary>
public sealed class FailingCreativesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly CreativesOptions options = new() { WithdrawAfter = 3 };
    private readonly FailingCreatives failing;

    public FailingCreativesTests()
    {
        failing = new(new Live<CreativesOptions>(options), new Instruments(), new ServiceClock(time));
    }

    [Fact]
    public void What_fails_for_as_many_viewers_as_the_settings_say_is_found_once()
    {
        Fail("a", 1, 2);
        Assert.Empty(Found());
        Fail("a", 3);
        Assert.Equal(["a"], Found());
        Fail("a", 1, 2);
        Assert.Empty(Found());
    }

    [Fact]
    public void One_viewer_alone_cannot_have_a_creative_withdrawn()
    {
        Fail("a", [.. Enumerable.Repeat(1, 100)]);
        Assert.Empty(Found());
    }

    [Fact]
    public void What_works_for_most_is_left_alone()
    {
        Fail("a", 1);
        Render("a", 10);
        Fail("a", 2, 3);
        Assert.Empty(Found());
        Fail("a", 4);
        Assert.Equal(["a"], Found());
    }

    [Fact]
    public void What_was_silenced_by_another_creative_did_not_fail()
    {
        for (var viewer = 1; viewer <= 10; viewer++) failing.Count(Row("a", Stage.Error) with { Reason = EndedReason.Replaced }, $"10.0.0.{viewer}");
        Assert.Empty(Found());
    }

    [Fact]
    public void Failures_are_forgotten_after_the_window()
    {
        Fail("a", 1, 2);
        time.Advance(options.FailureWindow + TimeSpan.FromMilliseconds(1));
        Fail("a", 3);
        Assert.Empty(Found());
        Fail("a", 4, 5);
        Assert.Equal(["a"], Found());
    }

    [Fact]
    public void Zero_withdraws_nothing()
    {
        options.WithdrawAfter = 0;
        Fail("a", 1, 2, 3, 4);
        Assert.Empty(Found());
    }

    [Fact]
    public void No_more_than_the_bound_are_counted_and_old_ones_make_room()
    {
        for (var id = 0; id < FailingCreatives.Most; id++) Fail($"old {id}", 1);
        Fail("a", 1, 2, 3);
        Assert.Empty(Found());
        time.Advance(options.FailureWindow + TimeSpan.FromMilliseconds(1));
        Fail("a", 1, 2, 3);
        Assert.Equal(["a"], Found());
    }

    private void Fail(string creative, params int[] viewers)
    {
        foreach (var viewer in viewers) failing.Count(Row(creative, Stage.Error), $"10.0.0.{viewer}");
    }

    private void Render(string creative, int times)
    {
        for (var each = 0; each < times; each++) failing.Count(Row(creative, Stage.Rendered), "10.0.1.1");
    }

    private static LedgerRow Row(string creative, Stage stage) =>
        new(new(ImpressionId.Create(0, 1), "1", "10", creative, Trigger.Initial, 0), stage, 0, 0, EndedReason.None);

    private List<string> Found()
    {
        var found = new List<string>();
        while (failing.Found.TryRead(out var one)) found.Add(one.Id);
        return found;
    }
}
