namespace CometAdTag.Benchmarks.Tests;

/// <summary>Each benchmark runs to its end, and what it checks by itself holds; how fast anything is, is not looked at.</summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("push", "--small")]
    [InlineData("receipts", "--small")]
    [InlineData("all", "--job", "dry", "--inProcess")]
    public async Task It_runs_to_its_end(params string[] arguments)
    {
        var (exitCode, said) = await BenchmarkProgram.Run(arguments);

        Assert.True(exitCode == 0, said);
    }

    [Theory]
    [InlineData("--pages: \"many\" is no whole number", "--pages", "many")]
    [InlineData("--transport: \"pigeon\" is none of socket, stream, poll", "--transport", "pigeon")]
    [InlineData("--key is missing", "--withdraw")]
    [InlineData("--colour: no such option", "--colour", "red")]
    public async Task A_wrong_option_of_the_load_tool_is_named(string error, params string[] options)
    {
        var (exitCode, said) = await BenchmarkProgram.Run(["load", .. options]);

        Assert.Equal(2, exitCode);
        Assert.Contains(error, said, StringComparison.Ordinal);
    }
}
