"""Counts the statements of one request, only when the request asks for it, so that timings stay undisturbed."""

from django.db import connection


def count_queries(get_response):
    def middleware(request):
        if "X-Count" not in request.headers:
            return get_response(request)
        statements: list[str] = []

        def note(execute, sql, params, many, context):
            if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT")):
                statements.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = get_response(request)
        response["X-Queries"] = str(len(statements))
        return response

    return middleware
