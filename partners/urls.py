from django.urls import path

from partners.views import contacts, firms, imports, people

app_name = "partners"
urlpatterns = [
    path("firms/", firms.firm_list, name="firm_list"),
    path("firms/new/", firms.firm_create, name="firm_create"),
    path("firms/<int:pk>/", firms.firm_page, name="firm_page"),
    path("firms/<int:pk>/edit/", firms.firm_edit, name="firm_edit"),
    path("firms/<int:pk>/people/add/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/end/", people.person_end, name="person_end"),
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/new/", contacts.contact_create, name="contact_create"),
    path("contacts/<int:pk>/", contacts.contact_page, name="contact_page"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    path("import/", imports.import_start, name="import_start"),
    path("import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("import/<int:pk>/existing/", imports.import_policy, name="import_policy"),
    path("import/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<int:pk>/result/", imports.import_result, name="import_result"),
    path("import/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("import/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("import/files/<int:pk>/", imports.import_file, name="import_file"),
]
