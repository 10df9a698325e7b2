namespace CometAdTag.Service.Push;

/// <summary>What POST /api/v1/withdrawals takes: a creative or a campaign, and why.</summary>
internal sealed record WithdrawalDocument
{
    public string? Creative { get; init; }
    public string? Campaign { get; init; }
    /// <summary>Why, for whoever reads the audit; 1 to 500 characters.</summary>
    public string Reason { get; init; } = "";

    public Dictionary<string, string[]> Errors(Lineup lineup)
    {
        var errors = new Dictionary<string, string[]>();
        if (Creative is null == Campaign is null) errors["creative"] = ["give either creative or campaign"];
        else if (Creative is not null && !lineup.HasCreative(Creative)) errors["creative"] = [$"no creative has the id \"{Creative}\""];
        else if (Campaign is not null && !lineup.HasCampaign(Campaign)) errors["campaign"] = [$"no campaign has the id \"{Campaign}\""];
        if (Reason.Length is 0 or > 500) errors["reason"] = ["has 1 to 500 characters"];
        return errors;
    }
}
