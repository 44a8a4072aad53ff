using System.Text;
using Shopkeeper.Grains.Participants.Http;

namespace Shopkeeper.Grains.Tests.Participants;

/// <summary>Requests to participants are signed as Standard Webhooks has it.</summary>
public sealed class WebhookSignerTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Signature_of_the_standards_example_is_the_standards() =>
        Assert.Equal(Signature, new WebhookSigner([Key(Secret)]).Sign(Id, At, Body));

    [Fact]
    public void Signatures_with_two_secrets_are_both_there_the_current_one_first()
    {
        var other = "whsec_" + Convert.ToBase64String(new byte[32]);

        var signed = new WebhookSigner([Key(other), Key(Secret)]).Sign(Id, At, Body).Split(' ');

        Assert.Equal(2, signed.Length);
        Assert.Equal(Signature, signed[1]);
        Assert.NotEqual(Signature, signed[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64 at all, by no means it is")]
    [InlineData("whsec_c2hvcnQ=")]
    public void Secret_that_has_another_form_is_none(string text) =>
        Assert.False(ParticipantSecret.TryParse(text, out _));

    private static byte[] Key(string secret) =>
        ParticipantSecret.TryParse(secret, out var key)
            ? key
            : throw new ArgumentException("It is no secret.", nameof(secret));
}
