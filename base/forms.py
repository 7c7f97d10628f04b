from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders every form and field of the site with the templates in templates/form/."""

    form_template_name = "form/form.html"
    field_template_name = "form/field.html"
