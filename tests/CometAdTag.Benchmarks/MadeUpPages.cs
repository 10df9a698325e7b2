using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Benchmarks;

/// <summary>Pages and their viewers, as delivery rules see them.</summary>
internal static class MadeUpPages
{
    public static PageFacts Page(int number) => new()
    {
        Url = $"https://page.test/section-{number % 6}/2026/11/22/a-long-headline-of-an-article-{number}.html?from=home",
        Referrer = "https://page.test/",
        Variables = new Dictionary<string, string> { ["team"] = $"team{number % 4}", ["edition"] = "evening" },
        Address = $"10.{number % 8}.3.4",
        UserAgent = number % 2 == 0
            ? "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
            : "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        Languages = number % 3 == 0 ? "de-DE,de;q=0.9" : "fr-FR,fr;q=0.9,en;q=0.8",
        Geo = new() { Country = number % 2 == 0 ? "FR" : "GB" },
    };
}
