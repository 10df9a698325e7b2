using System.Text;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class ReceiptShapeTests
{
    [Theory]
    [InlineData("""{"n":1}""", "", "", 0)]
    [InlineData("""{"n":1,"token":5,"stage":"rendered"}""", "", "rendered", 0)]
    [InlineData("""{"n":1,"token":null,"stage":null,"reason":null}""", "", "", 0)]
    [InlineData("""{"n":1,"token":{"a":[1]},"stage":["x"],"shown":{},"reason":[[]]}""", "", "", -1)]
    [InlineData("""{"n":1,"token":"t","stage":"seen","shown":-5}""", "t", "seen", -5)]
    [InlineData("""{"n":1,"token":"t","stage":"ended","shown":1.5}""", "t", "ended", -1)]
    [InlineData("""{"n":1,"token":"t","stage":"ended","shown":"15"}""", "t", "ended", -1)]
    [InlineData("""{"n":1,"token":"t","stage":"ended","shown":null}""", "t", "ended", -1)]
    [InlineData("""{"n":1,"token":"t","stage":"ended","shown":9223372036854775808}""", "t", "ended", -1)]
    public void A_receipt_of_wrong_shape_is_read_so_that_it_alone_can_be_refused(string json, string token, string stage, long shown)
    {
        var body = PageFrames.ReadReceipts(Bytes($$"""{"receipts":[{{json}},{"n":2,"token":"good","stage":"viewable"}]}"""), out var error);
        Assert.Equal("", error);
        var wrong = body!.Receipts[0];
        Assert.Equal((1, token, stage, shown), (wrong.N, wrong.Token, wrong.Stage, wrong.Shown));
        Assert.Equal(new ReceiptFrame { N = 2, Token = "good", Stage = "viewable" }, body.Receipts[1]);
    }

    [Fact]
    public void A_body_of_receipts_is_read_with_and_without_a_viewer()
    {
        Assert.Null(PageFrames.ReadReceipts("""{"receipts":[]}"""u8, out _)!.Viewer);
        Assert.Equal("b", PageFrames.ReadReceipts("""{"viewer":"b","more":1,"receipts":[{"n":1,"type":"receipt"}]}"""u8, out _)!.Viewer);
    }

    [Theory]
    [InlineData("null", "null is no frame")]
    [InlineData("{}", "missing required properties including: 'receipts'.")]
    [InlineData("[]", "$: the value is of the wrong kind or out of range")]
    [InlineData("""{"receipts":null}""", "$.receipts: the value is of the wrong kind or out of range")]
    [InlineData("""{"receipts":[null]}""", "receipts: null is no item")]
    [InlineData("""{"receipts":[{"token":"t"}]}""", "missing required properties including: 'n'.")]
    [InlineData("""{"receipts":[{"n":1.5}]}""", "$.receipts[0].n: the value is of the wrong kind or out of range")]
    public void A_body_that_cannot_be_settled_is_refused(string json, string expected)
    {
        Assert.Null(PageFrames.ReadReceipts(Bytes(json), out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_body_at_its_limits_is_read_and_one_more_is_refused()
    {
        Assert.NotNull(PageFrames.ReadReceipts(Bytes(Body(1_000, 2_048)), out _));
        Assert.Null(PageFrames.ReadReceipts(Bytes(Body(1_001, 2_048)), out var error));
        Assert.StartsWith("receipts:", error, StringComparison.Ordinal);
        Assert.Null(PageFrames.ReadReceipts(Bytes(Body(1_000, 2_049)), out error));
        Assert.StartsWith("viewer:", error, StringComparison.Ordinal);
    }

    private static string Body(int receipts, int viewer) =>
        $$"""{"viewer":{{Text.Quoted('v', viewer)}},"receipts":{{Text.List(receipts, n => $$"""{"n":{{n}}}""")}}}""";

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
