using System.Globalization;
using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Inbox;

/// <summary>A row of the inbox that was given up, without its payload.</summary>
internal sealed record DeadLetterRow
{
    public long Id { get; init; }

    public ShopDomain Shop { get; init; } = null!;

    public string Topic { get; init; } = "";

    public InstallationId? InstallationId { get; init; }

    public string? ErrorCode { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public DateTimeOffset DeadAt { get; init; }

    public byte[]? Hints { get; init; }

    public string Place => Id.ToString(CultureInfo.InvariantCulture);

    public DeadLetter ToDeadLetter(InboxCipher cipher) => new()
    {
        Id = Id,
        Shop = Shop,
        Topic = Topic,
        Installation = InstallationId,
        Code = ErrorCode ?? "unknown",
        Attempts = Attempts,
        RecordedAt = RecordedAt,
        DeadAt = DeadAt,
        Hints = Read(cipher),
    };

    // What the ring can't open any more is one of the reasons why a delivery dies.
    private DeliveryHints Read(InboxCipher cipher)
    {
        try
        {
            return cipher.ReadHints(Hints);
        }
        catch (CryptographicException)
        {
            return DeliveryHints.None;
        }
    }
}
