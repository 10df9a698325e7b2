using CometAdTag.Service.Pages;
using Microsoft.Extensions.Caching.Memory;

namespace CometAdTag.Service.Push;

/// <summary>Brings events of the publisher's server to the pages, each idempotency key once; the newest 10,000 answers are kept for a day.</summary>
internal sealed class PageEvents(OpenPages pages, ServiceClock clock, Chance chance) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = 20_000 });
    private readonly Lock gate = new();

    public EventResult? Find(string id) => answers.Get(id) as EventResult;

    /// <summary>A key that was seen gives the first answer again; null where it was seen with another event.</summary>
    public EventResult? Once(string key, string happened, Func<EventResult> fire)
    {
        Lazy<EventResult> answer;
        lock (gate)
        {
            if (answers.TryGetValue(key, out var known) && known is (string was, Lazy<EventResult> first)) return was == happened ? first.Value : null;
            answer = new(fire);
            answers.Set(key, (happened, answer), Keep());
        }
        return answer.Value;
    }

    public EventResult Fire(EventDocument happened)
    {
        var (target, trigger, now) = (happened.Target, happened.AsTrigger, clock.Monotonic);
        var (concerned, rotated, waiting) = (0, 0, 0);
        pages.ForEach(page =>
        {
            var (slots, later) = Reach(page, target, now + (long)(chance.Draw() * happened.Spread), trigger);
            if (slots + later > 0) concerned++;
            (rotated, waiting) = (rotated + slots, waiting + later);
        });
        var result = new EventResult(Guid.CreateVersion7(clock.Time.GetUtcNow()).ToString(), happened.Name, concerned, rotated, waiting);
        return answers.Set(result.Id, result, Keep());
    }

    public void Dispose() => answers.Dispose();

    private static (int, int) Reach(Page page, EventTarget target, long from, Rotation.Refresh.Trigger trigger) =>
        page.Conversation is Conversation with && !page.IsGone && target.Concerns(with.Variables) ? with.Happen(target, trigger, from) : default;

    private static MemoryCacheEntryOptions Keep() => new() { Size = 1, AbsoluteExpirationRelativeToNow = Kept };
}
