using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

/// <summary>The rules that were made ready agree with a plain, slow reading of the same rows.</summary>
public sealed class RulePropertyTests
{
    private sealed record Case(ImmutableArray<DeliveryRule>[] Lists, Channel[] Channels, PageFacts Page, DateTimeOffset Now)
    {
        public override string ToString() =>
            $"{string.Join('\n', Lists.Select(rows => string.Join(' ', rows)))}\n{string.Join('\n', Channels.Select(channel => string.Join(' ', channel.Rules)))}\n{Page} {Now}";
    }

    private static readonly Gen<DeliveryRule> Plain =
        from logical in Gen.Elements("and", "or")
        from row in Gen.OneOf(
            Of("Site:Pageurl", ["==", "!=", "=~", "!~", "=x", "!x"], ["", "sports", "News", "http://a.test/sports", "^http", "[0-9]+$"]),
            Of("Site:Source", ["==", "!=", "=~", "!~", "=x", "!x"], ["", "vip", "VIP", "v", "^v?ip$"]),
            Of("Site:Referingpage", ["=~", "!~"], ["", "google"]),
            Of("Site:Variable", ["==", "!=", "=~", "!~"], ["a|1", "a|", "b|x", "c|X"]),
            Of("Site:Variable", ["lt", "gt", "le", "ge"], ["a|1", "b|2", "c|0"]),
            Of("Site:Hostnamelist", ["=~", "!~"], ["a.test", "a.test\nb.test", ""]),
            Of("Time:Hour", ["=~", "!~"], ["1,2,3", "12@Europe/Paris", "", "0,6,12,18@Asia/Kathmandu"]),
            Of("Time:Day", ["=~", "!~"], ["0", "1,2,3,4,5@America/New_York"]),
            Of("Client:Language", ["=~", "!~"], ["fr", "en,de", ""]),
            Of("Client:Ip", ["==", "!="], ["10.1.*.*", "10.1.2.3", "10.0.0.0/255.0.0.0"]),
            Of("Geo:Country", ["=~", "!~"], ["FR,DE", "us", ""]),
            Of("Site:Nonsense", ["=="], ["x"]))
        select row with { Logical = logical };

    private static readonly Gen<DeliveryRule> Any = Gen.Frequency((8, Plain), (1,
        from row in Of("Site:Channel", ["==", "=~", "!~"], ["1", "2", "1,2", "", "9"])
        from logical in Gen.Elements("and", "or")
        select row with { Logical = logical }));

    private static readonly Gen<PageFacts> Pages =
        from url in Gen.Elements("http://a.test/sports", "http://a.test/news/12", "https://b.test:81/?SPORTS", "http://c.test/")
        from source in Gen.Elements("", "vip", "VIP", "ip")
        from referrer in Gen.Elements("", "http://google.test/")
        from a in Gen.Elements("0", "1", "1.0", "x", null)
        from b in Gen.Elements("X", "2", null)
        from languages in Gen.Elements("", "fr-FR,fr;q=0.9", "en-GB,en;q=0.5", "de")
        from address in Gen.Elements("10.1.2.3", "10.9.9.9", "192.0.2.1", "::1", "")
        from country in Gen.Elements("", "FR", "US")
        select new PageFacts
        {
            Url = url,
            Source = source,
            Referrer = referrer,
            Languages = languages,
            Address = address,
            Geo = new() { Country = country },
            Variables = new (string Name, string? Value)[] { ("a", a), ("b", b) }.Where(each => each.Value is not null).ToDictionary(each => each.Name, each => each.Value!),
        };

    private static readonly Gen<Case> Cases =
        from lists in Any.ListOf().Select(rows => rows.Take(6).ToImmutableArray()).ArrayOf(5)
        from one in Plain.ListOf().Select(rows => rows.Take(3).ToImmutableArray())
        from two in Plain.ListOf().Select(rows => rows.Take(2).ToImmutableArray())
        from page in Pages
        from minutes in Gen.Choose(0, 60 * 24 * 370)
        select new Case(lists, [new("1", one), new("2", two)], page, Sample.Now.AddMinutes(minutes));

    [Fact]
    public void They_agree() => Prop.ForAll(Cases.ToArbitrary(), each =>
    {
        var expected = each.Lists.Select(rows => rows.IsEmpty ? false : Read(rows, each) ?? false);
        Assert.Equal(expected, Ruled.Bits(each.Lists, each.Page, each.Now, each.Channels));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static Gen<DeliveryRule> Of(string type, string[] comparisons, string[] data) =>
        from comparison in Gen.Elements(comparisons)
        from each in Gen.Elements(data)
        select Ruled.Row(type, comparison, each);

    /// <summary>The rows split at each or; null where one cannot be read.</summary>
    private static bool? Read(ImmutableArray<DeliveryRule> rows, Case on)
    {
        var answers = rows.Select(row => Read(row, on)).ToList();
        if (answers.Contains(null)) return null;
        var groups = new List<List<bool>> { new() };
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0 && rows[i].Logical == "or") groups.Add([]);
            groups[^1].Add(answers[i]!.Value);
        }
        return groups.Exists(group => group.TrueForAll(answer => answer));
    }

    private static bool? Read(DeliveryRule row, Case on) => row.Type switch
    {
        "Site:Pageurl" => Text(row, on.Page.Url),
        "Site:Source" => Text(row, on.Page.Source),
        "Site:Referingpage" => Text(row, on.Page.Referrer),
        "Site:Variable" => Variable(row, on.Page.Variables),
        "Site:Hostnamelist" => row.Data.Split('\n').Contains(new Uri(on.Page.Url).Host) == (row.Comparison == "=~"),
        "Time:Hour" => Time(row, on.Now, local => local.Hour),
        "Time:Day" => Time(row, on.Now, local => (int)local.DayOfWeek),
        "Client:Language" => row.Data.Length == 0 || on.Page.Languages.Length == 0 || Named(row.Data, on.Page.Languages) == (row.Comparison == "=~"),
        "Client:Ip" => on.Page.Address.StartsWith(row.Data switch { "10.1.*.*" => "10.1.", "10.0.0.0/255.0.0.0" => "10.", _ => row.Data }, StringComparison.Ordinal) == (row.Comparison == "=="),
        "Geo:Country" => (on.Page.Geo.Country.Length > 0 && row.Data.ToUpperInvariant().Split(',').Contains(on.Page.Geo.Country)) == (row.Comparison == "=~"),
        "Site:Channel" => Channels(row, on),
        _ => null,
    };

    private static bool Text(DeliveryRule row, string value)
    {
        var (text, data) = (value.ToLowerInvariant(), row.Data.ToLowerInvariant());
        if (data.Length == 0) return true;
        return row.Comparison switch
        {
            "==" => text == data || Number(text) is { } number && number == Number(data),
            "!=" => !Text(row with { Comparison = "==" }, value),
            "=~" => text.Contains(data),
            "!~" => !text.Contains(data),
            "=x" => IsMatch(text, data),
            _ => !IsMatch(text, data),
        };
    }

    private static bool Variable(DeliveryRule row, IReadOnlyDictionary<string, string> variables)
    {
        var (name, value) = (row.Data.Split('|')[0], row.Data.Split('|')[1]);
        if (!variables.TryGetValue(name, out var text)) return row.Comparison[0] == '!';
        if (row.Comparison[0] is not ('l' or 'g')) return Text(row with { Data = value }, text);
        return Number(text) is { } number && Number(value) is { } bound && row.Comparison switch
        {
            "lt" => number < bound,
            "gt" => number > bound,
            "le" => number <= bound,
            _ => number >= bound,
        };
    }

    private static bool? Channels(DeliveryRule row, Case on)
    {
        if (row.Data.Length == 0) return true;
        var named = row.Data.Split(',').Select(id => on.Channels.SingleOrDefault(channel => channel.Id == id)).ToList();
        if (named.Contains(null)) return null;
        var answers = named.Select(channel => channel!.Rules.IsEmpty ? true : Read(channel.Rules, on)).ToList();
        if (answers.Contains(null)) return null;
        return row.Comparison switch
        {
            "==" => answers.TrueForAll(answer => answer == true),
            "=~" => answers.Contains(true),
            _ => !answers.Contains(true),
        };
    }

    private static bool Time(DeliveryRule row, DateTimeOffset now, Func<DateTimeOffset, int> part)
    {
        var (list, zone) = (row.Data.Split('@')[0], row.Data.Contains('@') ? row.Data.Split('@')[1] : "UTC");
        return list.Length == 0 || list.Split(',').Contains($"{part(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(now, zone))}") == (row.Comparison == "=~");
    }

    private static bool Named(string data, string languages) =>
        languages.ToLowerInvariant().Split(',').Any(language => data.Split(',').Any(language.StartsWith));

    private static bool IsMatch(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static double? Number(string text) => double.TryParse(text, out var number) ? number : null;
}
