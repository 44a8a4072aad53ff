using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.RateBudget;

internal sealed partial class BudgetGate
{
    [LoggerMessage(
        1, LogLevel.Warning, "A shop's budget of points could not be reached ({ErrorCode}): the call is made without")]
    private partial void LogUnreachable(string errorCode);
}
