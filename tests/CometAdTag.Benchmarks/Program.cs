using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using CometAdTag.Benchmarks;
using CometAdTag.Benchmarks.Load;
using CometAdTag.Benchmarks.Push;
using CometAdTag.Benchmarks.Receipts;

var all = new Dictionary<string, (Type Type, string What)>
{
    ["decisions"] = (typeof(DecisionBenchmarks), "choosing the creative of a slot"),
    ["page-rules"] = (typeof(PageRuleBenchmarks), "asking the delivery rules of a zone about a page"),
    ["snapshot"] = (typeof(SnapshotBenchmarks), "reading a campaign feed, and making its rules ready"),
};
if (args is [BareServer.Command, var url])
{
    await BareServer.Run(url);
    return 0;
}
if (args is [BarePushServer.Command, var bareUrl])
{
    await BarePushServer.Run(bareUrl);
    return 0;
}
if (args is [ShareCommand.Name]) return ShareCommand.Run();
if (args is [LoadRun.Name, .. var loadOptions]) return await LoadRun.Run(loadOptions);
if (args is [PushRun.Name] or [PushRun.Name, "--small"]) return await PushRun.Run(isSmall: args.Length > 1);
if (args is [ReceiptsRun.Name] or [ReceiptsRun.Name, "--small"]) return await ReceiptsRun.Run(isSmall: args.Length > 1);
if (args is not [var name, .. var options] || (name != "all" && !all.ContainsKey(name)))
{
    Console.WriteLine("Name one: dotnet run -c Release --project tests/CometAdTag.Benchmarks -- NAME");
    foreach (var (each, (_, what)) in all) Console.WriteLine($"  {each,-11} {what}");
    Console.WriteLine($"  {ReceiptsRun.Name,-11} {ReceiptsRun.What}");
    Console.WriteLine($"  {PushRun.Name,-11} {PushRun.What}");
    Console.WriteLine($"  {LoadRun.Name,-11} {LoadRun.What}");
    Console.WriteLine($"  {"all",-11} {string.Join(", ", all.Keys)}");
    Console.WriteLine("BenchmarkDotNet's own options may follow the name, such as --job short.");
    return args.Length == 0 ? 0 : 2;
}
var types = name == "all" ? all.Values.Select(each => each.Type).ToArray() : [all[name].Type];
var artifacts = Path.Combine(Path.GetTempPath(), "cometadtag-benchmarks");
var config = DefaultConfig.Instance.WithArtifactsPath(artifacts).AddDiagnoser(MemoryDiagnoser.Default).AddColumn(StatisticColumn.OperationsPerSecond);
var summaries = BenchmarkRunner.Run(types, config, options);
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
