using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>What is withdrawn now, kept in the control file until it is lifted; what is read is immutable and replaced whole.</summary>
internal sealed class Withdrawals(ControlFile control)
{
    private const string Kind = "withdrawal";
    /// <summary>A mistake is taken back by a few; more than this is a mistake itself.</summary>
    public const int Most = 10_000;

    private ImmutableDictionary<string, Withdrawal> all = control.Entries(Kind)
        .Select(entry => JsonSerializer.Deserialize<Withdrawal>(entry.Json, JsonSerializerOptions.Web)!)
        .ToImmutableDictionary(withdrawal => withdrawal.Id);

    public IEnumerable<Withdrawal> All => all.Values.OrderByDescending(withdrawal => withdrawal.At);

    public bool IsFull => all.Count >= Most;

    public Withdrawal? Find(string id) => all.GetValueOrDefault(id);

    public Withdrawn Ids => new(
        all.Values.Select(withdrawal => withdrawal.Creative).OfType<string>().ToFrozenSet(),
        all.Values.Select(withdrawal => withdrawal.Campaign).OfType<string>().ToFrozenSet());

    /// <summary>Durable and audited when it returns.</summary>
    public void Make(Withdrawal withdrawal)
    {
        control.Change(withdrawal.By, "withdrawal made", Kind, withdrawal.Id, JsonSerializer.Serialize(withdrawal, JsonSerializerOptions.Web));
        ImmutableInterlocked.AddOrUpdate(ref all, withdrawal.Id, withdrawal, (_, _) => withdrawal);
    }

    public void Lift(string who, string id)
    {
        control.Change(who, "withdrawal lifted", Kind, id, json: null);
        ImmutableInterlocked.TryRemove(ref all, id, out _);
    }
}
