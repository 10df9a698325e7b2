using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>The lineup that is pushed from now: made anew when the campaigns or the refresh settings change, and told to every open page.</summary>
internal sealed class LineupBoard : IHostedService
{
    /// <summary>Creatives whose rules the log tells of.</summary>
    private const int Named = 10;

    private readonly Lock gate = new();
    private readonly SourceAtStart source;
    private readonly Snapshots snapshots;
    private readonly Live<RefreshOptions> refresh;
    private readonly PolicyStore policies;
    private readonly Withdrawals withdrawals;
    private readonly WithdrawalTimes times;
    private readonly ServiceClock clock;
    private readonly LinkSigner links;
    private readonly Destinations destinations;
    private readonly Pacemaker pacemaker;
    private readonly OpenPages pages;
    private readonly AllowedOrigins origins;
    private readonly ILogger<LineupBoard> log;
    private volatile Lineup current;
    private (Snapshot Of, RuleBook Book) rules = (Snapshot.Empty, RuleBook.Empty);

    public LineupBoard(
        SourceAtStart source, Snapshots snapshots, Live<RefreshOptions> refresh, PolicyStore policies, Withdrawals withdrawals, WithdrawalTimes times, ServiceClock clock, LinkSigner links,
        Destinations destinations, Pacemaker pacemaker, OpenPages pages, AllowedOrigins origins, ILogger<LineupBoard> log)
    {
        (this.source, this.snapshots, this.refresh, this.policies, this.withdrawals) = (source, snapshots, refresh, policies, withdrawals);
        (this.times, this.clock, this.links) = (times, clock, links);
        (this.destinations, this.pacemaker, this.pages, this.origins, this.log) = (destinations, pacemaker, pages, origins, log);
        current = Make(Snapshot.Empty);
    }

    public Lineup Current => current;

    public bool IsTooOld => snapshots.IsTooOld;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        snapshots.OnChange((_, _) => Renew());
        refresh.OnChange(_ => Renew());
        Renew();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Makes the lineup anew and has every open page follow it. First everything that may not stay is taken off all pages; the
    /// replacements follow at a pace, so that a million pages do not ask for them in one instant. Answers how many pages showed any.
    /// Where something may have to leave, all else waits for that; who knows so says it, which saves the look at all links.
    /// </summary>
    public int Renew(bool takesAny = false)
    {
        Lineup before;
        var round = new WithdrawalRound(clock.Monotonic, source.IsDelegated);
        times.ForgetOld();
        lock (gate) (before, current) = (current, Make(snapshots.Current));
        void Follow(Page page) => (page.Conversation as Conversation)?.Follow(round);
        // Whatever a page says it shows was let be while there were no campaigns
        if (takesAny || before.IsEmpty || Shrink.TakesAny(before.Snapshot, current.Snapshot)) pages.ForEachAtOnce(Follow);
        else pages.ForEach(Follow);
        return round.Pages;
    }

    private Lineup Make(Snapshot snapshot)
    {
        origins.Serve(snapshot.Websites.Values.SelectMany(website => website.Origins));
        destinations.Serve(snapshot.Creatives);
        var withdrawn = withdrawals.Ids;
        return new(
            snapshot.Withdraw(creative => withdrawn.Has(creative.Id, creative.Campaign.Id)),
            source.IsDelegated ? RefreshPolicies.OfAny(refresh.Value, policies.Current, log) : RefreshPolicies.Of(snapshot, refresh.Value, policies.Current, log),
            withdrawn, links)
        {
            IsDelegated = source.IsDelegated,
            Rules = RulesOf(snapshot),
            Goals = pacemaker.Follow(snapshot),
        };
    }

    /// <summary>Made anew with new campaigns only, so that what pages pass of them is not asked again for a policy or a withdrawal.</summary>
    private RuleBook RulesOf(Snapshot snapshot)
    {
        if (ReferenceEquals(rules.Of, snapshot)) return rules.Book;
        rules = (snapshot, RuleBook.Of(snapshot));
        var problems = rules.Book.Problems;
        if (problems.Count > 0)
            log.LogWarning("Delivery rules of {Count} creatives cannot be read, so these are not shown: {Problems}",
                problems.Count, string.Join("; ", problems.Take(Named).Select(problem => $"creative {problem.Key}, {problem.Value}")));
        return rules.Book;
    }
}
