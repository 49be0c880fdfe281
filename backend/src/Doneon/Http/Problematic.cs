namespace Doneon.Http;

public static class Problematic
{
    /// <summary>Invalid input is answered before the handler is called.</summary>
    public static RouteGroupBuilder AnswerProblems(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (context, next) => context.Arguments.ProblemOfInput() ?? await next(context));
        return routes;
    }

    public static Problem? ProblemOfInput(this IList<object?> arguments) =>
        arguments.OfType<IMaybeProblem>().FirstOrDefault(input => input.Problem is not null)?.Problem;
}
