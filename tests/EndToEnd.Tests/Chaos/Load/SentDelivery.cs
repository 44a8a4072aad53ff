namespace Shopkeeper.EndToEnd.Tests.Chaos.Load;

/// <summary>A delivery that was answered 2xx.</summary>
/// <param name="Number">The order that it is about; no other delivery is about it.</param>
/// <param name="WebhookId">Its id.</param>
/// <param name="Shop">Whose it is.</param>
/// <param name="Installation">The stay that its shop was in when it was first sent, as far as the sender knew.</param>
internal sealed record SentDelivery(long Number, string WebhookId, ChaosShop Shop, Guid? Installation);
