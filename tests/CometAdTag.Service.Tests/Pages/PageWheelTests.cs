using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Pages;

public sealed class PageWheelTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Live<PagesOptions> options = new(new());
    private readonly Instruments instruments = new();
    private readonly Logs log = new();
    private readonly Urgency urgency = new();
    private readonly ServiceClock clock;
    private readonly PageWheel wheel;
    private readonly OpenPages pages;

    public PageWheelTests()
    {
        clock = new(time);
        wheel = new(clock, urgency);
        var logger = new LoggerFactory([log]).CreateLogger<OpenPages>();
        pages = new(clock, wheel, options, instruments, new Chance(seed: 1), urgency, logger);
    }

    public void Dispose()
    {
        wheel.Dispose();
        urgency.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(81_919)]
    [InlineData(81_920)]
    [InlineData(200_000)]
    public void A_page_is_woken_at_its_time_and_not_before(long at)
    {
        options.Replace(new() { Heartbeat = TimeSpan.FromHours(1) });
        var talk = Enter("p", new Silent());
        WakeAt(talk, at);
        while (clock.Monotonic < at + 50) time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.InRange(Assert.Single(talk.WokenAt), at, at + PageWheel.Tick);
    }

    [Fact]
    public void Of_several_times_the_last_that_was_set_counts()
    {
        var talk = Enter("p", new Silent());
        WakeAt(talk, 5_000);
        WakeAt(talk, 1_000);
        time.Advance(TimeSpan.FromSeconds(0.99));
        Assert.Empty(talk.WokenAt);
        time.Advance(TimeSpan.FromSeconds(0.01));
        Assert.Equal([1_000], talk.WokenAt);
        WakeAt(talk, 9_000);
        WakeAt(talk, long.MaxValue);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([1_000], talk.WokenAt);
    }

    [Fact]
    public void After_a_standstill_every_page_is_woken_once()
    {
        var all = Enumerable.Range(0, 1_000).Select(n => Enter($"p{n}", new Silent())).ToArray();
        for (var n = 0; n < all.Length; n++) WakeAt(all[n], (n % 100) * 100);

        time.Advance(TimeSpan.FromSeconds(15));

        Assert.All(all, talk => Assert.Single(talk.WokenAt));
    }

    [Fact]
    public void One_page_that_fails_keeps_nothing_from_the_others()
    {
        foreach (var id in new[] { "a", "bad", "c", "d" }) Enter(id, new Silent());
        List<string> reached = [];

        pages.ForEach(page =>
        {
            if (page.Id == "bad") throw new InvalidOperationException("out of order");
            reached.Add(page.Id);
        });

        Assert.Equal(["a", "c", "d"], reached.Order());
        Assert.Null(pages.Find("bad"));
        Assert.Contains("out of order", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_fails_ends_alone_and_is_logged_and_the_clock_goes_on()
    {
        var failing = Enter("bad", new Silent { Fails = true });
        var other = Enter("good", new Silent());
        WakeAt(failing, 100);
        WakeAt(other, 100);

        time.Advance(TimeSpan.FromSeconds(1));
        WakeAt(other, 2_000);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(failing.Page!.IsGone);
        Assert.Null(pages.Find("bad"));
        Assert.Contains("out of order", log.Text, StringComparison.Ordinal);
        Assert.Equal(2, other.WokenAt.Count);
        Assert.Equal(1, pages.Count);
    }

    [Fact]
    public async Task A_page_that_does_not_read_keeps_the_newest_creative_of_a_slot_and_is_closed_after_three_heartbeats()
    {
        var line = new StuckTransport();
        var talk = Enter("p", new Silent(), line);
        Offer(talk.Page!, "first", "a");
        await line.Began.Task.WaitAsync(Patience.Bound);
        for (var more = 0; more < 2_000; more++) Offer(talk.Page!, $"ad{more}", "a");
        Assert.False(talk.Page!.IsGone);

        time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(talk.Page.IsGone);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(talk.Page.IsGone);
        Assert.True(line.IsAborted);
        Assert.Equal(0, pages.Count);
        Assert.Equal(["first"], line.Written);
    }

    [Fact]
    public async Task A_page_that_reads_again_gets_the_newest_creative_only()
    {
        var line = new StuckTransport();
        var talk = Enter("p", new Silent(), line);
        Offer(talk.Page!, "first", "a");
        await line.Began.Task.WaitAsync(Patience.Bound);
        Offer(talk.Page!, "second", "a");
        Offer(talk.Page!, "third", "a");

        line.Reads.SetResult();
        await line.Rested.Task.WaitAsync(Patience.Bound);

        Assert.Equal(["first", "third"], line.Written);
    }

    [Theory]
    [InlineData(false, new[] { "ack ack" })]
    [InlineData(true, new[] { "ack", "ack" })]
    public void An_ack_waits_3_s_for_others_but_not_for_a_page_that_opens_anew_to_speak(bool opensAnew, string[] writes)
    {
        var line = new StuckTransport { Reads = Done(), MayOpenAnew = opensAnew };
        var talk = Enter("p", new Silent(), line);
        OfferAck(talk.Page!);
        time.Advance(TimeSpan.FromSeconds(1));
        OfferAck(talk.Page!);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(opensAnew ? writes : [], line.Writes);
        time.Advance(TimeSpan.FromSeconds(0.15));

        Assert.Equal(writes, line.Writes);
    }

    [Fact]
    public void What_goes_to_the_page_takes_the_acks_that_wait_along()
    {
        var line = new StuckTransport { Reads = Done(), MayOpenAnew = false };
        var talk = Enter("p", new Silent(), line);
        OfferAck(talk.Page!);
        Offer(talk.Page!, "ad", "a");
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["ack ad"], line.Writes);
    }

    [Fact]
    public void With_16_acks_none_waits_for_more()
    {
        var line = new StuckTransport { Reads = Done(), MayOpenAnew = false };
        var talk = Enter("p", new Silent(), line);
        for (var i = 0; i < 16; i++) OfferAck(talk.Page!);
        Assert.Empty(line.Writes);
        OfferAck(talk.Page!);

        Assert.Equal(17, Assert.Single(line.Writes).Split(' ').Length);
    }

    private static void OfferAck(Page page)
    {
        using (page.EnterGate()) page.OfferInTime(new Frame("ack", []));
    }

    private static void Offer(Page page, string type, string slot)
    {
        using (page.EnterGate()) page.Offer(new Frame(type, []), slot);
    }

    private static void WakeAt(Silent talk, long at)
    {
        using (talk.Page!.EnterGate()) talk.Page.WakeAt(at);
    }

    private Silent Enter(string id, Silent talk, PageTransport? line = null)
    {
        var page = new Page(id, new PageOrigin("http://page.test", "192.0.2.1", ""), pages, clock.Monotonic);
        Assert.True(pages.TryAdd(page, out _));
        instruments.PageOpened("stream");
        talk.Page = page;
        using (page.EnterGate()) page.Attach(line ?? new StuckTransport { Reads = Done() }, talk);
        return talk;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private sealed class Silent : IConversation
    {
        public Page? Page { get; set; }

        public bool Fails { get; init; }

        public List<long> WokenAt { get; } = [];

        public void Receive(PageFrame frame)
        {
        }

        public void Wake(long now)
        {
            if (Fails) throw new InvalidOperationException("out of order");
            WokenAt.Add(now);
        }

        public void Gone()
        {
        }

        public void Lost()
        {
        }
    }

    /// <summary>A connection whose other side reads only when it is told to.</summary>
    private sealed class StuckTransport : PageTransport
    {
        private readonly List<string> written = [];

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Rested { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Reads { get; init; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAborted { get; private set; }

        public bool MayOpenAnew { get; init; } = true;

        /// <summary>The types of each write.</summary>
        public List<string> Writes { get; } = [];

        public override string Name => "stream";

        public override bool OpensAnew => MayOpenAnew;

        public IReadOnlyList<string> Written => written;

        public override async ValueTask Write(Frame[] frames, CancellationToken cancel)
        {
            Writes.Add(string.Join(' ', frames.Select(frame => frame.Type)));
            written.AddRange(frames.Select(frame => frame.Type));
            Began.TrySetResult();
            await Reads.Task;
            if (written.Count > 1) Rested.TrySetResult();
        }

        public override ValueTask End(CloseReason reason, CancellationToken cancel) => ValueTask.CompletedTask;

        public override void Abort() => IsAborted = true;
    }
}
