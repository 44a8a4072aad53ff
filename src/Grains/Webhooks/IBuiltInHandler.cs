using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// What Shopkeeper itself does about a topic when a delivery of it comes. Unlike the app's handlers it asks for no
/// subscription: whether the topic is wanted is the app's to say.
/// </summary>
internal interface IBuiltInHandler : IWebhookHandler;
