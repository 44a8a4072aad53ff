using System.Buffers;
using System.Text;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify.Tests.Signatures;

public sealed class WebhookSignatureTests
{
    private const string Secret = "hush-hush";
    private const string Signature = "xpIRhPZ6E5wrB8IXIeN5KXTj9aHh0DUgp16JDGgmRc4=";

    private static readonly ApiSecrets Secrets = new(Secret);

    private static readonly byte[] Body =
        """{"id":548380009,"myshopify_domain":"blue-widgets.myshopify.com"}"""u8.ToArray();

    [Theory]
    [InlineData(
        "Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(Secret, "", "1fa0d14351f71447e1136c955d25b2d3d87c11d34a963cb5f01d81d05918c28c")]
    public void Verify_when_the_signature_was_made_elsewhere_accepts_it(string secret, string body, string hex)
    {
        // The first is test case 2 of RFC 4231.
        var signature = Convert.ToBase64String(Convert.FromHexString(hex));
        Assert.True(WebhookSignature.Verify(Encoding.UTF8.GetBytes(body), signature, new ApiSecrets(secret)));
        Assert.Equal(signature, WebhookSignature.Sign(Encoding.UTF8.GetBytes(body), secret));
    }

    [Fact]
    public void Verify_when_any_bit_of_the_body_is_changed_refuses()
    {
        Assert.True(WebhookSignature.Verify(Body, Signature, Secrets));
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var changed = Body.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(WebhookSignature.Verify(changed, Signature, Secrets), $"bit {bit}");
        }
    }

    [Fact]
    public void Verify_when_any_character_of_the_signature_is_changed_refuses()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \u0141";
        for (var at = 0; at < Signature.Length; at++)
        {
            foreach (var other in Alphabet.Where(other => other != Signature[at]))
            {
                var changed = Signature[..at] + other + Signature[(at + 1)..];
                Assert.False(WebhookSignature.Verify(Body, changed, Secrets), $"{at} {other}");
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("xpIRhPZ6E5wrB8IXIeN5KXTj9aHh0DUgp16JDGgmRc4")]
    [InlineData(" xpIRhPZ6E5wrB8IXIeN5KXTj9aHh0DUgp16JDGgmRc4=")]
    [InlineData("xpIRhPZ6E5wrB8IXIeN5KXTj9aHh0DUgp16JDGgmRc4=,xpIRhPZ6E5wrB8IXIeN5KXTj9aHh0DUgp16JDGgmRc4=")]
    [InlineData("c6921184f67a139c2b07c21721e3792974e3f5a1e1d03520a75e890c682645ce")]
    public void Verify_when_the_signature_has_another_form_refuses(string? signature)
    {
        Assert.False(WebhookSignature.Verify(Body, signature, Secrets));
        Assert.False(WebhookSignature.Verify(Split(Body, 3), signature, Secrets));
    }

    [Fact]
    public void Verify_when_a_previous_secret_signed_accepts_it_and_nothing_else()
    {
        Assert.True(WebhookSignature.Verify(Body, Signature, new ApiSecrets("new", "older", Secret)));
        Assert.True(WebhookSignature.Verify(Split(Body, 5), Signature, new ApiSecrets("new", "older", Secret)));
        Assert.False(WebhookSignature.Verify(Body, Signature, new ApiSecrets("new", "older", "", " ")));
        Assert.False(WebhookSignature.Verify(Body, WebhookSignature.Sign(Body, ""), new ApiSecrets("new", "", " ")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Verify_when_the_body_comes_in_pieces_gives_the_same_verdict(int piece)
    {
        var body = Enumerable.Range(0, 5_000).Select(index => (byte)(index * 31)).ToArray();
        var signature = WebhookSignature.Sign(body, Secret);
        Assert.True(WebhookSignature.Verify(Split(body, piece), signature, Secrets));
        body[4_999] ^= 1;
        Assert.False(WebhookSignature.Verify(Split(body, piece), signature, Secrets));
    }

    [Fact]
    public void ApiSecrets_when_the_current_one_is_empty_throws_and_never_prints()
    {
        Assert.Throws<ArgumentException>(() => new ApiSecrets(" "));
        Assert.Equal("***", Secrets.ToString());
    }

    private static ReadOnlySequence<byte> Split(byte[] body, int piece) => Pieces.Of(body, piece);

    [Theory]
    [InlineData("current", 0)]
    [InlineData("older", 1)]
    [InlineData("oldest", 2)]
    [InlineData("of the merchant's own notifications", -1)]
    public void FindSecret_tells_which_place_the_secret_has_that_signed(string signer, int expected)
    {
        var secrets = new ApiSecrets("current", "older", "", "oldest");

        Assert.Equal(expected, WebhookSignature.FindSecret(Body, WebhookSignature.Sign(Body, signer), secrets));
        Assert.Equal(-1, WebhookSignature.FindSecret(Body, null, secrets));
        Assert.Equal(-1, WebhookSignature.FindSecret(Body, "short", secrets));
    }
}
