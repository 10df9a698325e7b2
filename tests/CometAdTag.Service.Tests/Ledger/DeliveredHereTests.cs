using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Tests.Ledger;

using Ledger = CometAdTag.Service.Ledger.Ledger;

public sealed class DeliveredHereTests : IAsyncLifetime
{
    private static readonly HandOverRequest Any = new(MaxRows: 100, MaxCount: long.MaxValue, MayRepeat: true);

    private readonly LedgerFixture fixture = new();
    private readonly Chance chance = new(seed: 1);
    private readonly List<(string, Stage)> recorded = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task Each_impression_and_click_is_told_once_when_it_is_durable()
    {
        var ledger = await Open();
        var (seen, clicked) = (fixture.Impression(campaign: "1"), fixture.Impression(campaign: "2"));
        await ledger.Append([fixture.Row(seen, Stage.Viewable), fixture.Row(clicked, Stage.Rendered), fixture.Row(clicked, Stage.Clicked)], default);
        await ledger.Append([fixture.Row(seen, Stage.Rendered), fixture.Row(clicked, Stage.Clicked), fixture.Row(seen, Stage.Ended)], default);
        Assert.Equal([("1", Stage.Rendered), ("2", Stage.Rendered), ("2", Stage.Clicked)], recorded);
    }

    [Fact]
    public async Task Campaigns_that_name_no_batch_contain_nothing_of_it()
    {
        var ledger = await Open();
        await Render(ledger, 3);
        await Send(ledger, settles: true);
        ledger.Here.Ask();
        ledger.Here.Answer(null);
        Assert.Equal(3, Own(ledger, counted: null));
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_ad_server_was_asked_is_contained_in_its_answer()
    {
        var ledger = await Open();
        await Render(ledger, 3);
        await Send(ledger, settles: true);
        await Render(ledger, 2);
        ledger.Here.Ask();
        await Send(ledger, settles: true);
        Assert.Equal(5, Own(ledger, "of another node"));
        ledger.Here.Answer("of another node");
        Assert.Equal(2, Own(ledger, "of another node"));
        ledger.Here.Ask();
        ledger.Here.Answer("of another node");
        Assert.Equal(0, Own(ledger, "of another node"));
    }

    [Fact]
    public async Task A_batch_that_the_campaigns_name_is_contained_before_it_was_acknowledged()
    {
        var ledger = await Open();
        await Render(ledger, 3);
        var id = await Send(ledger, settles: false);
        await Render(ledger, 2);
        ledger.Here.Answer(id);
        Assert.Equal(2, Own(ledger, id));
        Assert.Equal(id, await Send(ledger, settles: true));
        ledger.Here.Ask();
        ledger.Here.Answer(id);
        Assert.Equal(2, Own(ledger, id));
    }

    [Fact]
    public async Task What_the_ad_server_refused_whole_is_never_contained()
    {
        var ledger = await Open();
        await Render(ledger, 3);
        var over = new HandOver(ledger, chance, fixture.Time);
        await over.SetAside((await over.Next(Any, default))!);
        ledger.Here.Ask();
        ledger.Here.Answer("x");
        Assert.Equal(3, Own(ledger, "x"));
    }

    [Fact]
    public async Task A_restart_finds_in_the_files_what_is_not_contained()
    {
        var first = await Open();
        await Render(first, 3);
        await Send(first, settles: true);
        await Render(first, 4);
        var id = await Send(first, settles: false);
        await Render(first, 5);
        await first.DisposeAsync();

        var ledger = await Open();
        Assert.Equal((12, 9), (Own(ledger, null), Own(ledger, "x")));
        ledger.Here.Answer(id);
        Assert.Equal(5, Own(ledger, id));
    }

    [Fact]
    public async Task Impressions_of_today_are_those_since_midnight_of_the_ad_server()
    {
        var first = await Open();
        await first.Append([.. Enumerable.Range(0, 24).Select(hour => fixture.Row(fixture.Impression(at: fixture.Time.GetUtcNow().AddHours(-hour)), Stage.Rendered))], default);
        Assert.Equal(14, Count(first, null).Today);
        await first.DisposeAsync();
        var ledger = await Open();
        Assert.Equal(14, Count(ledger, null).Today);
        Assert.Equal(24, Count(ledger, null).Impressions);
        Assert.Equal(0, ledger.Here.TakeRequests().Sum(known => known.Requests) - 24);
        Assert.Empty(ledger.Here.TakeRequests());
    }

    private static long Own(Ledger ledger, string? counted) => Count(ledger, counted).Impressions;

    private static OwnCount Count(Ledger ledger, string? counted) =>
        ledger.Here.Count(counted, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), own => own("7"));

    private Task<bool[]> Render(Ledger ledger, int count) =>
        ledger.Append([.. Enumerable.Range(0, count).Select(_ => fixture.Row(Stage.Rendered))], default);

    private async Task<string> Send(Ledger ledger, bool settles)
    {
        var over = new HandOver(ledger, chance, fixture.Time);
        var batch = (await over.Next(Any, default))!;
        if (settles) await over.Settle(batch, LedgerFixture.AllCounted(batch), []);
        return batch.Id;
    }

    private Task<Ledger> Open() => fixture.Open(handsOver: true, (impression, stage) => recorded.Add((impression.Campaign, stage)));
}
