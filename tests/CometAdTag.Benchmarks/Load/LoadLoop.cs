using System.Collections.Concurrent;
using CometAdTag.Service;
using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>All pages of one process, on one thread: what has come is read into one room, and a queue knows which page has something to do next.</summary>
internal sealed class LoadLoop : IDisposable
{
    /// <summary>Where nothing says how fast they come, not more than so many are between their connecting and their first answer.</summary>
    private const int MostUnderWay = 200, EventsAtOnce = 512, ReadRoom = 256 * 1024;

    private readonly Share share;
    private readonly LoadPage[] pages, storming;
    private readonly int poll = Linux.NewPoll(), waker = Linux.NewWaker();
    private readonly PriorityQueue<(LoadPage Page, long At), long> plans = new();
    private readonly ConcurrentQueue<Action<LoadLoop>> asked = new();
    private LoadPage?[] byDescriptor = new LoadPage?[1024];
    private long arriveFrom;
    private int arrived;

    public LoadLoop(Share share)
    {
        this.share = share;
        Hello = new(share.Options);
        Wire = Wire.Of(share.Options.Transport);
        Server[] servers = [.. share.Options.Urls.Select(url => Server.Find(url)!)];
        pages = [.. Enumerable.Range(share.First, share.Count).Select(number => new LoadPage(this, number, servers[number % servers.Length], isOfStorm: false))];
        storming = [.. Enumerable.Range(share.StormFirst, share.StormCount).Select(number => new LoadPage(this, number, servers[number % servers.Length], isOfStorm: true))];
        Storm = new(storming);
        Linux.Watch(poll, waker, Linux.In);
    }

    public LoadOptions Options => share.Options;

    public Storm Storm { get; }

    public Wire Wire { get; }

    public HelloText Hello { get; }

    public Tally Tally { get; } = new();

    public Names Names { get; } = new();

    public Chance Chance { get; } = new();

    /// <summary>When all pages but those of the storm had come.</summary>
    public long AllCameAt { get; set; } = Moment.Never;

    /// <summary>When the newest event was posted, and the withdrawal.</summary>
    public long EventAt { get; private set; }

    public long WithdrawnAt { get; set; }

    public long Now { get; private set; }

    public int UnderWay { get; set; }

    public bool IsOver { get; set; }

    /// <summary>Pages show nothing new and report nothing more, so that what they have sent can be settled.</summary>
    public bool IsQuiet { get; set; }

    public bool Answers => Options.Answers && !IsQuiet;

    /// <summary>What the next read of any connection goes into.</summary>
    public byte[] Room { get; } = new byte[ReadRoom];

    /// <summary>What the page whose turn it is says, and room for the text of one thing that it says.</summary>
    public Outgoing Out { get; } = new();

    public Outgoing Text { get; } = new();

    public PageSlot[] NewSlots() => [.. Enumerable.Range(0, Options.Lives ? 1 + (int)(Chance.Draw() * HelloText.MostSlots) : 1).Select(_ => new PageSlot())];

    public void Plan(LoadPage page, long at) => plans.Enqueue((page, at), at);

    public bool Hold(LoadPage page, int descriptor)
    {
        if (descriptor >= byDescriptor.Length) Array.Resize(ref byDescriptor, 2 * descriptor);
        byDescriptor[descriptor] = page;
        return Linux.Watch(poll, descriptor, Linux.Out);
    }

    public void Reads(int descriptor) => ClientCalls.Rewatch(poll, descriptor, Linux.In);

    public void ReadsAndWrites(int descriptor) => ClientCalls.Rewatch(poll, descriptor, Linux.In | Linux.Out);

    public void Unwatch(int descriptor) => Linux.Unwatch(poll, descriptor);

    /// <summary>It is about to be closed, and another's then.</summary>
    public void Drop(int descriptor) => byDescriptor[descriptor] = null;

    /// <summary>From another thread: the loop's does this next.</summary>
    public void Ask(Action<LoadLoop> act)
    {
        asked.Enqueue(act);
        Linux.Wake(waker);
    }

    public void BeginEvent(long at)
    {
        EventAt = at;
        Tally.Event.Clear();
    }

    public Report Report()
    {
        LoadPage[] all = [.. pages, .. storming];
        var showing = all.SelectMany(page => page.Slots.ToArray()).Where(slot => slot.Creative >= 0).CountBy(slot => slot.Creative);
        return Tally.ToReport(
        [
            new(Load.Report.Now, all.Count(page => page.IsHeld)),
            new(Load.Report.Waiting, all.Sum(page => page.IsAway ? 0 : page.Waiting)),
            new(Load.Report.Kept, all.Sum(page => page.IsAway ? page.Waiting : 0)),
            new(Load.Report.Overdue, all.Sum(page => page.Overdue(Moment.Second))),
            new(Load.Report.Cpu, (long)Environment.CpuUsage.TotalTime.TotalMilliseconds),
            .. showing.OrderByDescending(each => each.Value).Take(10).Select(each => KeyValuePair.Create($"{Load.Report.Showing}.{Names.Text(each.Key)}", (long)each.Value)),
        ]);
    }

    public void Run()
    {
        var events = new PollEvents(EventsAtOnce);
        Now = arriveFrom = Moment.Now;
        while (!IsOver)
        {
            LetArrive();
            var count = ClientCalls.Wait(poll, events, Patience());
            for (var at = 0; at < count; at++) Turn(events.Descriptor(at));
            Now = Moment.Now;
            while (plans.TryPeek(out _, out var due) && due <= Now)
            {
                var (page, at) = plans.Dequeue();
                page.Wake(at);
            }
        }
        foreach (var page in pages.Concat(storming)) page.Leave();
    }

    public void Dispose()
    {
        Linux.Close(poll);
        Linux.Close(waker);
    }

    private void Turn(int descriptor)
    {
        Now = Moment.Now;
        if (descriptor != waker)
        {
            byDescriptor[descriptor]?.Turn();
            return;
        }
        Linux.Rearm(waker);
        while (asked.TryDequeue(out var act)) act(this);
    }

    private void LetArrive()
    {
        while (arrived < pages.Length && (Options.Arrive == 0 ? UnderWay < Math.Max(1, MostUnderWay / share.Of) : ArrivesAt(arrived) <= Now))
        {
            pages[arrived].ComeAt(Now);
            pages[arrived++].Wake(Now);
        }
        Storm.LetSomeCome(Now);
    }

    private long ArrivesAt(int page) => arriveFrom + ((long)page * share.Of * Moment.Second / Options.Arrive);

    /// <summary>How long nothing is to be done, in ms.</summary>
    private int Patience()
    {
        if (Storm.IsBreaking) return 0;
        var next = plans.TryPeek(out _, out var due) ? due : Now + Moment.Second;
        if (Options.Arrive > 0 && arrived < pages.Length) next = Math.Min(next, ArrivesAt(arrived));
        return (int)Math.Clamp((next - Moment.Now + Moment.Millisecond - 1) / Moment.Millisecond, 0, 1_000);
    }
}
