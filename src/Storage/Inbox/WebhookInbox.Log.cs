using Microsoft.Extensions.Logging;

namespace Shopkeeper.Storage.Inbox;

internal sealed partial class WebhookInbox
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Delivery {Delivery} can't be decrypted (attempt {Attempt} of {Maximum}) and is set aside. " +
        "Check that Keys:Directory is complete and shared by all silos")]
    private partial void LogNotDecrypted(long delivery, int attempt, int maximum);

    [LoggerMessage(
        2, LogLevel.Error, "Delivery {Delivery} can't be decrypted and is a dead letter (undecryptable)")]
    private partial void LogUndecryptable(long delivery);
}
